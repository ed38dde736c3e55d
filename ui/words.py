"""Every string the page itself shows, in both languages; modes bring their own titles and examples."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.domain.goal import Criterion
from coach.domain.text import Lang


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words for the page; ``{…}`` are filled where they are used."""

    language: str
    """The language's own name for itself."""
    skip_to_box: str
    languages: str
    new: str
    talks: str
    no_talks: str
    kept_here: str
    open: str
    rename: str
    new_name: str
    keep_name: str
    erase: str
    erase_sure: str
    erased: str
    tab_talk: str
    tab_paper: str
    ahead: str
    ahead_hint: str
    attempt: str
    conversation: str
    you: str
    coach: str
    for_instance: str
    see_paper: str
    pass_over: str
    pass_over_fill: str
    message: str
    opening: str
    placeholder: str
    send: str
    stop: str
    writing: str
    stopped: str
    paper: str
    criteria: Mapping[Criterion, str]
    smart_picture: str
    smart_missing: str
    smart_all: str
    in_place: str
    missing: str
    passed_over: str
    before: str
    before_none: str
    now: str
    done: str
    own_words: str
    blanks: str
    learning: str
    performance: str
    deadline: str
    deadline_clash: str
    confidence: str
    confidence_of: str
    first_step: str
    by: str
    if_then: str
    check_ins: str
    copy: str
    copied: str
    save: str
    file_name: str
    written_by: str
    guided: str
    sources: str
    sources_from: str
    more_in_guides: str
    own_document: str
    no_such_talk: str
    trouble: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    date: str
    """With ``{day}``, ``{month}``, ``{year}`` and ``{weekday}``."""


SV = Words(
    language="Svenska",
    skip_to_box="Hoppa till skrivrutan",
    languages="Språk",
    new="Nytt samtal",
    talks="Dina samtal",
    no_talks="Här hamnar dina samtal när du har börjat ett.",
    kept_here="Samtalen sparas bara på den här datorn.",
    open="Öppna",
    rename="Byt namn",
    new_name="Nytt namn på samtalet",
    keep_name="Spara namnet",
    erase="Radera",
    erase_sure="Radera för gott",
    erased="Samtalet är raderat.",
    tab_talk="Samtalet",
    tab_paper="Papperet",
    ahead="Vad har du framför dig?",
    ahead_hint="Välj vad det gäller och skriv en rad. Jag frågar efter resten.",
    attempt="Prova:",
    conversation="Samtal",
    you="Du",
    coach="Coach",
    for_instance="Så här kan det låta. Tryck på ett exempel för att börja från det:",
    see_paper="Visa papperet",
    pass_over="Hoppa över",
    pass_over_fill="hoppa över",
    message="Ditt meddelande",
    opening="Skriv med egna ord …",
    placeholder="Skriv ditt svar …",
    send="Skicka",
    stop="Stoppa",
    writing="Coachen skriver …",
    stopped="Stoppat. Det du skrev finns kvar.",
    paper="Ditt mål",
    criteria={
        "specific": "Specifikt",
        "measurable": "Mätbart",
        "achievable": "Accepterat och uppnåeligt",
        "relevant": "Relevant",
        "time_bound": "Tidsbundet",
    },
    smart_picture="{count} av 5 på plats.",
    smart_missing="Saknas: {names}.",
    smart_all="Alla fem är på plats.",
    in_place="på plats",
    missing="Saknas ännu",
    passed_over="Du valde att hoppa över",
    before="Så började du",
    before_none="Här syns inget av de fem ännu.",
    now="Så lyder det nu",
    done="Så lyder det",
    own_words="Med dina egna ord",
    blanks="Kvar att fylla i",
    learning="Lärandemål: det som räknas är vad du provar och lär dig.",
    performance="Resultatmål: det som räknas är vad du åstadkommer.",
    deadline="Klart senast",
    deadline_clash="Veckodagen och datumet du skrev stämmer inte överens.",
    confidence="Så säker är du",
    confidence_of="{n} av 10",
    first_step="Första steget",
    by="senast {date}",
    if_then="Om det kör ihop sig",
    check_ins="Avstämningar",
    copy="Kopiera",
    copied="Kopierat",
    save="Ladda ner",
    file_name="mitt-mal.md",
    written_by="Formulerat av {writer}.",
    guided="coachens fasta metod",
    sources="Källor",
    sources_from="Det här bygger svaret på",
    more_in_guides="Mer i vägledningarna",
    own_document="ditt eget dokument",
    no_such_talk="Det samtalet finns inte längre. Här kan du börja på ett nytt.",
    trouble="Något gick fel hos mig. Din text ligger kvar; försök gärna igen.",
    weekdays=("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    months=(
        "januari", "februari", "mars", "april", "maj", "juni",
        "juli", "augusti", "september", "oktober", "november", "december",
    ),
    date="{weekday} {day} {month} {year}",
)  # fmt: skip

EN = Words(
    language="English",
    skip_to_box="Skip to the message box",
    languages="Language",
    new="New conversation",
    talks="Your conversations",
    no_talks="Your conversations will appear here once you’ve started one.",
    kept_here="Conversations are kept on this computer only.",
    open="Open",
    rename="Rename",
    new_name="New name for the conversation",
    keep_name="Save name",
    erase="Erase",
    erase_sure="Erase for good",
    erased="The conversation has been erased.",
    tab_talk="Conversation",
    tab_paper="Your paper",
    ahead="What’s ahead of you?",
    ahead_hint="Pick what it’s about and write a line. I’ll ask for the rest.",
    attempt="Try:",
    conversation="Conversation",
    you="You",
    coach="Coach",
    for_instance="It might sound like this. Press an example to start from it:",
    see_paper="See your paper",
    pass_over="Skip this one",
    pass_over_fill="skip",
    message="Your message",
    opening="Put it in your own words…",
    placeholder="Write your answer…",
    send="Send",
    stop="Stop",
    writing="The coach is writing…",
    stopped="Stopped. What you wrote is still here.",
    paper="Your goal",
    criteria={
        "specific": "Specific",
        "measurable": "Measurable",
        "achievable": "Achievable",
        "relevant": "Relevant",
        "time_bound": "Time-bound",
    },
    smart_picture="{count} of 5 in place.",
    smart_missing="Missing: {names}.",
    smart_all="All five are in place.",
    in_place="in place",
    missing="Not there yet",
    passed_over="You chose to skip this",
    before="Where you started",
    before_none="None of the five shows here yet.",
    now="How it reads now",
    done="How it reads",
    own_words="In your own words",
    blanks="Still to fill in",
    learning="A learning goal: what counts is what you try and learn.",
    performance="A performance goal: what counts is what you achieve.",
    deadline="Done by",
    deadline_clash="The weekday and the date you gave don’t match.",
    confidence="How sure you are",
    confidence_of="{n} out of 10",
    first_step="First step",
    by="by {date}",
    if_then="If things get in the way",
    check_ins="Check-ins",
    copy="Copy",
    copied="Copied",
    save="Download",
    file_name="my-goal.md",
    written_by="Worded by {writer}.",
    guided="the coach’s fixed method",
    sources="Sources",
    sources_from="What this answer rests on",
    more_in_guides="More in the guides",
    own_document="your own document",
    no_such_talk="That conversation is no longer here. You can start a new one below.",
    trouble="Something went wrong on my side. Your text is still there; please try again.",
    weekdays=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=(
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    date="{weekday} {day} {month} {year}",
)  # fmt: skip

WORDS: Mapping[Lang, Words] = {"sv": SV, "en": EN}

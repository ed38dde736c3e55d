-- A file as the first layout left it: the golden one that every later version must open.
CREATE TABLE sessions (
    id TEXT PRIMARY KEY, mode TEXT NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL);
INSERT INTO sessions VALUES ('0a1b2c3d4e5f', 'goal', 'sv', 'Våga säga ifrån', '2026-11-25T09:00:00+01:00');
INSERT INTO sessions VALUES ('1a1b2c3d4e5f', 'ask', 'en', 'How do I take criticism?', '2026-11-26T10:30:00+01:00');
INSERT INTO sessions VALUES ('2a1b2c3d4e5f', 'plan', 'sv', 'En tom', '2026-11-27T23:59:59+01:00');
CREATE TABLE turns (
    session TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE, n INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('person', 'coach')), text TEXT NOT NULL, writer TEXT NOT NULL,
    prompt TEXT NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (session, n)) WITHOUT ROWID;
INSERT INTO turns VALUES ('0a1b2c3d4e5f', 1, 'person', 'Jag vill våga säga ifrån – ”åäö ÅÄÖ” 👩🏽‍🏫', '', '', '');
INSERT INTO turns VALUES ('0a1b2c3d4e5f', 2, 'coach', 'När ska det vara klart?', 'guided', '', '{"text": "Målet"}');
INSERT INTO turns VALUES ('0a1b2c3d4e5f', 3, 'person', 'sista april', '', '', '');
INSERT INTO turns VALUES ('1a1b2c3d4e5f', 1, 'person', 'How do I take criticism?', '', '', '');
INSERT INTO turns VALUES ('1a1b2c3d4e5f', 2, 'coach', 'Listen first.', 'tiny', 'ask@1:9f2c1a08', '{}');
PRAGMA user_version = 1;

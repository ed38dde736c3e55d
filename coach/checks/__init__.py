"""Pure functions that judge a text: no model, no network, no files of the person, no clock."""

"""Files and pictures that people add to what they write: taken by their content, served as what they are."""

"""What a definition and a value must satisfy, whoever enters them and however: file, form or command."""

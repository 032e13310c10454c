"""The monitoring report of a plan for a quarter, a half or a year: what it says, and its form as PDF and DOCX."""

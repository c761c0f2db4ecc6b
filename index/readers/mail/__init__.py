"""E-mail, mailboxes and pages saved as MHTML → articles."""

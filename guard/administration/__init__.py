"""Who may see and do what at the office's console (三员), and the signed log of what each of them looked at and did."""

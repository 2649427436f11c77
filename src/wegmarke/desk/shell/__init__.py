"""The shell: the frame that all pages stand in, its states, its errors, and the overview."""

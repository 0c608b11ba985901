"""The shell: channels, storage, delivery, settings, the command line. All input, output and state live here."""

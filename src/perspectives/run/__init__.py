"""What does the code print? Snippets and labs are run, recorded and compared."""

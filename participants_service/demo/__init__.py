"""An invented department: schools, lead providers and people, told as registry feed events."""

"""What iWmo and iJw share: typed messages, reading them, their rules and the return message. Nothing about FHIR."""

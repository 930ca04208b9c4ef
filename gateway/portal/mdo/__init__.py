"""Pages of a meeting (MDO): who sits at the table, and what every one of them may see."""

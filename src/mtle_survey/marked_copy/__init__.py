"""A copy of the exports as a workbook, with every cell that has a problem marked and explained."""

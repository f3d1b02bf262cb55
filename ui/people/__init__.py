"""The parts of the page Bộ phận & cán bộ: units, officials, the office by date, holidays and cut-off days."""

"""The office's nouns and rules: what a plan, a task or a deduction is, without Qt and without a window."""

VERSION = "0.1.0"

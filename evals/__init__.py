"""Evaluations: labelled sets, metrics, runner, report."""

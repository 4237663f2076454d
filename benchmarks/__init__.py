"""Measurements, each with a command. Figures are compared as ratios; nothing here is a test."""

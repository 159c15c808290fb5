"""The record: who said what about which moment, when, what stood before and after; nothing is ever overwritten."""

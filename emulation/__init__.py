"""Emulation blocs: pledges, rubrics, exact scoring and ranking, polls, award eligibility, and the meeting that decides.

The library is values in, values out: it reads no disk and no clock, and draws no random number. `emulation.files` is
the door to the disk, `emulation.wording` puts values into words.
"""

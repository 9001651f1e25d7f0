"""The Vietnamese lunar calendar, reckoned anew, to check the days that a migration loads.

New moons and the sun's longitude by the short series of Jean Meeus, Astronomical Algorithms, in the
time of Việt Nam (UTC+7): right to some minutes, which is enough for 2020 to 2027.
"""

import datetime
from math import floor, pi, sin

VIETNAM = 7 / 24
JULIAN_OF_ORDINAL = 1_721_424.5
MONTH = 29.530588861


def new_moon(number: int) -> float:
    """Return the instant of the new moon `number` after that of 31/12/1899, as a Julian date."""
    t = number / 1236.85
    r = pi / 180
    mean = (
        2_415_020.75933
        + 29.53058868 * number
        + 0.0001178 * t * t
        + 0.00033 * sin((166.56 + 132.87 * t) * r)
    )
    sun = (359.2242 + 29.10535608 * number - 0.0000333 * t * t) * r
    moon = (306.0253 + 385.81691806 * number + 0.0107306 * t * t) * r
    node = (21.2964 + 390.67050646 * number - 0.0016528 * t * t) * r
    correction = (
        (0.1734 - 0.000393 * t) * sin(sun)
        + 0.0021 * sin(2 * sun)
        - 0.4068 * sin(moon)
        + 0.0161 * sin(2 * moon)
        - 0.0004 * sin(3 * moon)
        + 0.0104 * sin(2 * node)
        - 0.0051 * sin(sun + moon)
        - 0.0074 * sin(sun - moon)
        + 0.0004 * sin(2 * node + sun)
        - 0.0004 * sin(2 * node - sun)
        - 0.0006 * sin(2 * node + moon)
        + 0.0010 * sin(2 * node - moon)
        + 0.0005 * sin(2 * moon + sun)
    )
    earth_turns_slower = -0.000278 + 0.000265 * t + 0.000262 * t * t
    return mean + correction - earth_turns_slower


def day_of(julian: float) -> datetime.date:
    """Return the day in Việt Nam of an instant."""
    return datetime.date.fromordinal(floor(julian + VIETNAM - JULIAN_OF_ORDINAL))


def sun_sector(day: datetime.date) -> int:
    """Return in which twelfth of its way the sun stands at the beginning of `day` in Việt Nam."""
    t = (day.toordinal() + JULIAN_OF_ORDINAL - VIETNAM - 2_451_545.0) / 36_525
    r = pi / 180
    anomaly = (357.52910 + 35_999.05030 * t - 0.0001559 * t * t) * r
    longitude = 280.46645 + 36_000.76983 * t + 0.0003032 * t * t
    longitude += (1.914600 - 0.004817 * t) * sin(anomaly)
    longitude += 0.019993 * sin(2 * anomaly) + 0.000290 * sin(3 * anomaly)
    return floor(longitude % 360 / 30)


def eleventh_month(year: int) -> int:
    """Return the number of the new moon that opens the month of the winter solstice of `year`."""
    end = datetime.date(year, 12, 31).toordinal() + JULIAN_OF_ORDINAL
    number = floor((end - 2_415_021) / MONTH)
    return number - 1 if sun_sector(day_of(new_moon(number))) >= 9 else number


def first_of(month: int, year: int) -> datetime.date:
    """Return the first day of lunar month 1 to 10 of `year`."""
    before, after = eleventh_month(year - 1), eleventh_month(year)
    number = before + month + 1
    if after - before == 13:  # a leap year: the month without a change of sector is counted twice
        sectors = [sun_sector(day_of(new_moon(before + n))) for n in range(14)]
        leap = next(n for n in range(1, 13) if sectors[n] == sectors[n + 1])
        number += leap <= month + 1
    return day_of(new_moon(number))

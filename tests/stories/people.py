"""Who plays in the stories (see ``build``), and the secret words they all share."""

PASSWORD, PIN = "Kaiyang-9271", "481526"
STATIONS = (1, 2, 3, 4)
COLLECTORS = [f"{station}1{last}" for station in STATIONS for last in (1, 2, 3, 4)]
LEADERS = [f"{station}10" for station in STATIONS]
INCOMING = [f"{station}20" for station in STATIONS]
DUTY_LEADERS = [f"{station}30" for station in STATIONS]
CLERK = "900"
HEADS = ["901", "902"]
INSPECTOR, DIRECTOR = "903", "990"
ACCUSED = COLLECTORS[:9]

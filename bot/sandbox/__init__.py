"""A Slack workspace in a box: the outside world of Tutti, on loopback.

It speaks Slack's Web API, delivers signed inputs (or Socket Mode envelopes), refuses what Slack
refuses and repeats what Slack repeats. It knows nothing of launches or escalations: any Slack app
could live in it. `world.World` joins the parts; `hands.Person` acts as one of its people.
"""

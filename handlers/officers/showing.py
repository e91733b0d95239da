"""Show an officer a case: its card with the buttons for what they may do, and its dossier."""

from casework import deeds, dossier, names, officers, outbox
from casework.cards import View
from casework.deeds import lead_of
from casework.dossier import Dossier, Told
from casework.officers import Officer
from casework.sayings import Button, Manner, Params, Saying, Text
from casework.work import Resident, Work
from handlers.officers import buttons, words
from handlers.officers.buttons import Verb
from triage import codenames
from triage.leads import LeadAct
from triage.permissions import Act
from triage.routing import Queue

# The settings of a shop, from top to bottom. `make bootstrap` copies the file to
# PROJECT.tfvars: make it yours; docs/deploy.md tells the way from here to a first message,
# docs/configuration.md what every setting means. Secrets are not in this file.

project_id         = "my-frontdesk"
region             = "europe-west1"
firestore_location = "europe-west1" # it can never be changed

# What else can be set of the deployment, with what it is otherwise; terraform/variables*.tf
# describes all of it.
#
# alert_emails           = ["oncall@acme.example"] # otherwise nobody hears of an alarm
# supervisor_emails      = ["team-leads@acme.example"] # what the desk alerts supervisors to goes there too
# trace_ratio            = 0.1 # of the messages; otherwise none
# bigquery               = { location = "EU" } # of events; otherwise they stay where they are
# sign_in                = { password = true } # of agents, at the desk; otherwise with Google alone
# load_balancer          = { webhook_domain = "webhook.acme.example" } # otherwise none
# limits                 = { webhook = { min_instances = 1 } } # otherwise 0: a cold start, and no price
# backup_retention_weeks = 4
# audit_reads            = false
# public_access          = "unchecked" # where the organisation has domain restricted sharing

# --- Where customers write to ------------------------------------------------

# A messaging account; its webhook's URL ends with its name. Two brands are in
# the first, each with its face in the channel, the brand agent. The second is
# on RCS for Business, and the same agents answer it.
accounts = {
  acme = {
    display_name = "Acme"
    channel      = "business-messages"
    partner_id   = "3f1c0a5e-8f0d-4c0b-9a52-6d1f4b7c2e10"
    workstream   = "support" # of brand agents without one of their own

    brand_agents = {
      stores = { # Acme Stores, for everybody
        brand_id = "7d9f2c1e-4b0a-4c55-9a3e-0f6f2b8f1a10"
        agent_id = "b1c7e6d2-93f4-4e0b-8a77-5f2d9c3e4b61"
      }
      pro = { # Acme Pro, for builders and fitters
        brand_id   = "c4a1d8f0-6b52-4f0e-8d7a-1e9b3f5a7c20"
        agent_id   = "0c6d1f7a-5b1e-4f6e-b8f0-2a9d7e4c3b15"
        workstream = "pro"
      }
    }
  }
  acme-rcs = {
    display_name = "Acme"
    channel      = "rcs"
    workstream   = "support" # the same as above: a workstream serves several channels
    brand_agents = {
      stores = { agent_id = "acme-stores" } # without @rbm.goog; RCS has no brand's id
    }
    region            = "europe"  # the brand agent's at Google, for good; otherwise global
    traffic_type      = "service" # what messages count as that say nothing else
    outbound          = true      # agents may write to a phone number first
    outbound_per_hour = 10        # each agent, refused attempts included; otherwise 20

    # country      = "FR" # of numbers that agents type without a country's code; otherwise they type it
    # time_to_live = "2d" # what has not arrived by then is taken back; otherwise nothing is
  }
}

# --- What sessions run under -------------------------------------------------

workstreams = {
  support = {
    language       = "en"           # for customers whose language has no text below
    time_zone      = "Europe/Paris" # of `now` in conditions
    fallback_queue = "front-desk"   # takes what no rule places
    attachments    = true           # files, both ways
    survey         = true           # when an agent ends a session: the channel's, or else 1 to 5 to tap

    # First, what is it about? All rulesets are gone through; in each, the first
    # rule that matches counts, and later ones see what it set.
    classification = [
      {
        # The language begins as that of the customer's phone. What they write
        # says more, so that is looked at first. Agents need the language as a
        # skill, of level 3 at least.
        name = "language"
        rules = [
          {
            name = "writes-french"
            when = "message.text.matches('(?i)bonjour|merci|commande|facture')"
            set  = { language = "fr", skills = { french = 3 } }
          },
          {
            name = "writes-german"
            when = "message.text.matches('(?i)guten|danke|bestellung|rechnung')"
            set  = { language = "de", skills = { german = 3 } }
          },
          {
            name = "french-phone"
            when = "language == 'fr'"
            set  = { skills = { french = 3 } }
          },
          {
            name = "german-phone"
            when = "language == 'de'"
            set  = { skills = { german = 3 } }
          },
          {
            name = "any-other" # is answered in English, which everybody speaks
            when = "language != 'en'"
            set  = { language = "en" }
          },
        ]
      },
      {
        # These rules see the language that was just found: "Panne" is French for
        # a breakdown, and German for a flat tyre.
        name = "topic"
        rules = [
          {
            name = "parcel" # the button "Where is my parcel?"
            when = "message.postback == 'track-parcel'"
            set  = { attributes = { topic = "parcel" } }
          },
          {
            name = "complaint"
            when = <<-EOT
              language == 'en' && message.text.matches('(?i)complain|unacceptable|lawyer') ||
              language == 'fr' && message.text.matches('(?i)réclamation|inadmissible|avocat') ||
              language == 'de' && message.text.matches('(?i)beschwer|unverschämt|anwalt')
            EOT
            set  = { attributes = { topic = "complaint" } }
          },
          {
            name = "billing"
            when = <<-EOT
              language == 'en' && message.text.matches('(?i)invoice|refund|payment') ||
              language == 'fr' && message.text.matches('(?i)facture|rembours|paiement') ||
              language == 'de' && message.text.matches('(?i)rechnung|erstatt|zahlung')
            EOT
            set  = { attributes = { topic = "billing" } }
          },
          {
            name = "repair"
            when = <<-EOT
              language == 'en' && message.text.matches('(?i)broken|repair|boiler|leak') ||
              language == 'fr' && message.text.matches('(?i)panne|répar|chaudière|fuite') ||
              language == 'de' && message.text.matches('(?i)kaputt|repar|heizung|undicht')
            EOT
            set  = { skills = { heating = 3 }, attributes = { topic = "repair" } }
          },
          {
            name = "order"
            when = <<-EOT
              language == 'en' && message.text.matches('(?i)order|deliver') ||
              language == 'fr' && message.text.matches('(?i)commande|livr') ||
              language == 'de' && message.text.matches('(?i)bestell|liefer')
            EOT
            set  = { attributes = { topic = "order" } }
          },
        ]
      },
      {
        # Priority is a head start: each unit is worth a minute of waiting. So an
        # emergency is served before whoever wrote within the hour before it.
        name = "urgency"
        rules = [
          {
            name = "emergency"
            when = "attributes.topic == 'repair' && message.text.matches('(?i)gas|gaz|leak|fuite|undicht')"
            set  = { priority = 60, skills = { heating = 5 }, attributes = { urgency = "emergency" }, tags = ["safety"] }
          },
          {
            name = "complaint"
            when = "attributes.topic == 'complaint'"
            set  = { priority = 15 }
          },
          {
            name = "refund-again" # somebody whose refund is still an issue has waited once
            when = "'refund' in customer.tags && customer.lastOutcome == 'unsolved'"
            set  = { priority = 30, tags = ["refund"] }
          },
          {
            name = "back-again"
            when = "customer.returning"
            set  = { priority = 5 }
          },
        ]
      },
      {
        # Agents see attributes: this one says which shop the customer looked at.
        name = "shop"
        rules = [
          {
            name = "lyon"
            when = "placeId == 'ChIJl4foalHq9EcR8CG75CqrCAQ'"
            set  = { attributes = { shop = "Lyon" } }
          },
        ]
      },
    ]

    # Then, which queue? The first rule that matches and whose queue does not
    # overflow. So a rule further down would take what overflows further up if it
    # matched too; these ask for different topics, and each queue's own overflow
    # says what happens.
    routes = [
      {
        # The example of the manual that this product follows: a customer by that
        # name goes to the default queue, whatever they want.
        name  = "manual"
        when  = "customer.name == \"Google's Business Messages\""
        queue = "front-desk"
      },
      {
        # Where a parcel is can be looked up at night too: instead of waiting for
        # the shop to open, as the queue has it, customers get the link.
        name     = "parcel"
        when     = "attributes.topic == 'parcel'"
        queue    = "orders"
        overflow = { closed = { action = "end", message = "parcel" } }
      },
      {
        name  = "complaint"
        when  = "attributes.topic == 'complaint'"
        queue = "complaints"
      },
      {
        name  = "billing"
        when  = "attributes.topic == 'billing'"
        queue = "billing"
      },
      {
        name  = "repair" # and whoever comes back from there with something new
        when  = "attributes.topic == 'repair' || attributes.topic == '' && customer.lastQueue == 'repairs'"
        queue = "repairs"
      },
      {
        # A partner helps with orders. A conversation always falls to the same
        # side.
        name  = "order"
        when  = "attributes.topic == 'order'"
        split = [{ queue = "orders", percent = 80 }, { queue = "partner", percent = 20 }]
      },
      {
        # The fallback queue would take these too, but without its overflow: who
        # writes at night would not be told when the shop opens.
        name  = "anything-else"
        when  = "attributes.topic == ''"
        queue = "front-desk"
      },
    ]

    # Who gets it? Sessions are pushed to agents who are available or busy and
    # have room for one more; they have 45 seconds to accept.
    capacity_cost = 1
    distribution  = { mode = "push", presences = ["available", "busy"] }
    offer = {
      timeout    = "45s"
      pause      = "2m"
      away_after = 3
      decline_reasons = [ # an agent who declines may choose one, or none
        { name = "busy", labels = { en = "Busy with another customer", fr = "Occupé par un autre client", de = "Mit einem anderen Kunden beschäftigt" } },
        { name = "not-mine", labels = { en = "Not my subject", fr = "Hors de mon domaine", de = "Nicht mein Thema" } },
        { name = "break", labels = { en = "About to take a break", fr = "Je pars en pause", de = "Gleich Pause" } },
      ]
    }

    # A customer who comes back within three days gets the same agent, who is
    # waited for no longer than a minute. Within a day, it is still about the same.
    affinity      = { within = "3d", wait = "1m" }
    reopen_within = "24h"

    # A supervisor is alerted when a customer waits half an hour for an answer. A
    # session that an agent has parked closes after a week of silence.
    inactivity = { no_answer = "30m", action = "alert", close = "7d" }
    wrap_up    = { blocks = "for", for = "2m" } # time for a note before the next one
    outcome    = "asked"                        # agents say how it ended, or that they would rather not

    # A conversation is deleted half a year after its last message, and files after three
    # months. The rest is as it is without a word: docs/privacy.md.
    retention = { messages = "180d", files = "90d" }

    # Before anything else, customers read what happens to what they write, and agree to
    # it or not. Whoever does not is served all the same, and no file of theirs is kept.
    # The text is an automated message, which says that yes and no will do as an answer.
    # notice = {
    #   message    = "notice"
    #   ask        = true
    #   within     = "10m"
    #   refused    = { action = "transfer", queue = "front-desk" }
    #   unanswered = { action = "continue" }
    # }

    messages = {
      greeting     = "greeting" # unless an overflow has something else to say
      agent_joined = "agent-joined"
      transferred  = "transferred"
      ended        = "ended"
      inactive     = "inactive"
    }
  }

  # Builders have one team and no rules to speak of. A project takes more of an
  # agent than a question does, and longer.
  pro = {
    time_zone      = "Europe/Paris"
    fallback_queue = "pro"
    attachments    = true
    capacity_cost  = 2
    affinity       = { within = "30d", wait = "5m" }
    inactivity     = { close = "30d" }
    routes         = [{ name = "all", queue = "pro" }]
    messages       = { greeting = "greeting" }
  }
}

# --- Where they wait ---------------------------------------------------------

# Overflow is looked at once, before a session is queued: whether the queue is
# closed, else whether it is too long. While it waits, `waiting` counts.
queues = {
  front-desk = {
    display_name = "Front desk"
    hours        = "shop"
    # mask_numbers = true # its agents see phone numbers as +33 6 •• •• •• 12; otherwise whole
    overflow = {
      closed = { action = "message", message = "closed" } # it waits, and knows until when
      length = { limit = 50, action = "message", message = "many" }
    }
    assignment = {
      # Who waits for five minutes gets somebody who does not speak the language.
      relax = [{ after = "5m", drop = ["french", "german"] }]
    }
  }

  orders = {
    display_name = "Orders"
    hours        = "shop"
    overflow = {
      closed  = { action = "transfer", queue = "front-desk", message = "closed" }
      length  = { limit = 20, action = "transfer", queue = "front-desk" }
      waiting = { after = "10m", action = "transfer", queue = "front-desk", message = "moved" }
    }
  }

  partner = {
    display_name = "Orders"
    hours        = "shop"
    overflow = {
      closed  = { action = "transfer", queue = "front-desk", message = "closed" }
      waiting = { after = "10m", action = "transfer", queue = "orders" } # and from there, on
    }
  }

  billing = {
    display_name = "Billing"
    priority     = 5 # as if its sessions had come five minutes earlier
    hours        = "office"
    overflow     = { closed = { action = "message", message = "closed" } }
    assignment   = { method = "highest-capacity" }
  }

  repairs = {
    display_name = "Repairs"
    priority     = 10
    hours        = "shop"
    overflow     = { closed = { action = "transfer", queue = "on-call", message = "on-call" } }
    assignment = {
      method   = "custom" # the best fitter first, among equals whoever has most room
      order_by = ["skill:heating", "free-capacity"]
      relax    = [{ after = "10m", drop = ["french", "german"] }] # but never heating
    }
  }

  on-call = { # no hours: around the clock
    display_name = "On call"
    priority     = 30
    assignment   = { skills = "closest" } # rather anybody at once than the best one later

    # What supervisors measure it by; for the others it is 5m, for 80 in a hundred.
    service_level = { within = "1m", percent = 95 }
  }

  complaints = {
    display_name = "Complaints"
    hours        = "office"
    overflow     = { closed = { action = "message", message = "closed" } }
    assignment   = { mode = "pick" } # nobody is pushed into an argument: they read, and choose

    service_level = { within = "1h" }
  }

  pro = {
    display_name = "Acme Pro"
    hours        = "office"
    overflow     = { closed = { action = "message", message = "closed" } }
    assignment   = { method = "least-active" }
  }
}

# --- When it is open ---------------------------------------------------------

# What the wall clock shows in the time zone, summer and winter. An exception
# replaces the weekday: other hours, or none.
hours = {
  shop = {
    time_zone = "Europe/Paris"
    week = {
      monday    = ["09:00-18:00"]
      tuesday   = ["09:00-18:00"]
      wednesday = ["09:00-18:00"]
      thursday  = ["09:00-20:00"]
      friday    = ["09:00-18:00"]
      saturday  = ["10:00-17:00"]
    }
    exceptions = {
      "2026-12-18" = ["09:00-00:30"] # the long Friday: the night belongs to the day it begins on
      "2026-12-20" = ["12:00-18:00"] # a Sunday
      "2026-12-24" = ["09:00-14:00"]
      "2026-12-25" = []
      "2027-01-01" = []
      "2027-03-29" = [] # Easter Monday
      "2027-05-01" = []
      "2027-05-06" = [] # Ascension
      "2027-05-17" = [] # Whit Monday
      "2027-07-14" = []
      "2027-11-01" = []
      "2027-11-11" = []
      "2027-12-24" = ["09:00-14:00"]
      "2027-12-25" = []
    }
  }

  office = {
    time_zone = "Europe/Paris"
    week = {
      monday    = ["09:00-12:30", "14:00-17:30"]
      tuesday   = ["09:00-12:30", "14:00-17:30"]
      wednesday = ["09:00-12:30", "14:00-17:30"]
      thursday  = ["09:00-12:30", "14:00-17:30"]
      friday    = ["09:00-12:30", "14:00-16:00"]
    }
    exceptions = {
      "2026-12-24" = ["09:00-12:30"]
      "2026-12-25" = []
      "2026-12-31" = ["09:00-12:30"]
      "2027-01-01" = []
      "2027-03-29" = []
      "2027-05-06" = []
      "2027-05-17" = []
      "2027-07-14" = []
      "2027-11-01" = []
      "2027-11-11" = []
      "2027-12-24" = ["09:00-12:30"]
    }
  }
}

# --- What the system says ----------------------------------------------------

# In the session's language. {QueueName}, {OpensAt}, {TimeZone}, {AgentName} and
# {CustomerName} are filled in.
automated_messages = {
  greeting = {
    texts = {
      en = "Welcome to Acme. You are in the right place: {QueueName}. Somebody will be with you in a moment."
      fr = "Bienvenue chez Acme. Vous êtes au bon endroit : {QueueName}. Quelqu’un vous répond dans un instant."
      de = "Willkommen bei Acme. Hier sind Sie richtig: {QueueName}. Gleich ist jemand für Sie da."
    }
  }
  closed = {
    texts = {
      en = "Thank you for your message. {QueueName} is closed now and opens at: {OpensAt}. You will get an answer then."
      fr = "Merci pour votre message. {QueueName} est fermé et rouvre : {OpensAt}. Vous aurez alors une réponse."
      de = "Danke für Ihre Nachricht. {QueueName} ist geschlossen und öffnet wieder: {OpensAt}. Dann antworten wir Ihnen."
    }
  }
  many = {
    texts = {
      en = "Many people are writing to us just now. It may take a while, and your place is kept."
      fr = "Beaucoup de monde nous écrit en ce moment. Cela peut durer un peu, votre place est gardée."
      de = "Gerade schreiben uns viele. Es kann etwas dauern, Ihr Platz bleibt Ihnen sicher."
    }
  }
  moved = {
    texts = {
      en = "Thank you for waiting. {QueueName} takes over, so that you are served sooner."
      fr = "Merci de votre patience. Pour vous répondre plus vite, {QueueName} prend le relais."
      de = "Danke für Ihre Geduld. Damit es schneller geht, übernimmt: {QueueName}."
    }
  }
  on-call = {
    texts = {
      en = "The workshop is closed, somebody is on call. If you smell gas, leave the house & dial 112."
      fr = "L’atelier est fermé, quelqu’un est de garde. Si vous sentez le gaz, sortez & appelez le 112."
      de = "Die Werkstatt ist geschlossen, jemand hat Bereitschaft. Bei Gasgeruch: raus & 112 wählen."
    }
  }
  parcel = {
    texts = {
      en = "Your parcel is here: https://acme.example/parcels"
      fr = "Votre colis est ici : https://acme.example/fr/colis"
      de = "Ihr Paket ist hier: https://acme.example/de/pakete"
    }
  }
  agent-joined = {
    texts = {
      en = "{AgentName} is with you now."
      fr = "{AgentName} est à vous."
      de = "{AgentName} ist jetzt für Sie da."
    }
  }
  transferred = {
    texts = {
      en = "You are being put through: {QueueName}."
      fr = "On vous passe : {QueueName}."
      de = "Sie werden verbunden: {QueueName}."
    }
  }
  ended = {
    texts = {
      en = "Thank you for writing to Acme. Write again at any time."
      fr = "Merci d’avoir écrit à Acme. Écrivez-nous quand vous voulez."
      de = "Danke für Ihre Nachricht an Acme. Schreiben Sie jederzeit wieder."
    }
  }
  inactive = {
    texts = {
      en = "We have not heard from you for a while and close this here. Write, and it goes on."
      fr = "Sans nouvelles de vous, nous clôturons ici. Écrivez, et cela reprend."
      de = "Wir haben länger nichts gehört und schließen hier ab. Schreiben Sie, und es geht weiter."
    }
  }
}

# What agents send with a few keys, and find by its tags.
quick_replies = {
  hello = {
    tags = ["hello"]
    texts = {
      en = "Hello {CustomerName}, this is {AgentName} at Acme. What can I do for you?"
      fr = "Bonjour {CustomerName}, ici {AgentName}, de chez Acme. Que puis-je faire pour vous ?"
      de = "Guten Tag {CustomerName}, hier ist {AgentName} von Acme. Was kann ich für Sie tun?"
    }
  }
  order-number = {
    tags   = ["order", "number"]
    queues = ["orders", "partner"]
    texts = {
      en = "May I have your order's number? It is in the mail that confirms it."
      fr = "Quel est le numéro de votre commande ? Il est dans le courriel de confirmation."
      de = "Wie lautet die Nummer Ihrer Bestellung? Sie steht in der Bestätigung."
    }
  }
}

# Several steps at once. The agent sees what will happen, and has five seconds to take it back.
macros = {
  refund-sent = {
    labels  = { en = "Refund sent, done", fr = "Remboursement fait, terminé", de = "Erstattet, fertig" }
    tags    = ["refund"]
    outcome = "solved"
    then    = "end"
    texts = {
      en = "Your refund is on its way, {CustomerName}. It takes three working days at most."
      fr = "Votre remboursement est en route, {CustomerName}. Comptez trois jours ouvrés au plus."
      de = "Ihre Erstattung ist unterwegs, {CustomerName}. Sie dauert höchstens drei Werktage."
    }
  }
  look-again-tomorrow = {
    labels = { en = "Look again tomorrow", fr = "Revoir demain", de = "Morgen noch einmal" }
    then   = "park"
    for    = "24h"
    texts = {
      en = "I am looking into it and will write to you tomorrow."
      fr = "Je m’en occupe et vous réponds demain."
      de = "Ich kümmere mich darum und schreibe Ihnen morgen."
    }
  }
  to-billing = {
    labels = { en = "On to billing", fr = "À la facturation", de = "An die Buchhaltung" }
    then   = "transfer"
    to     = "billing"
    queues = ["front-desk", "orders"]
  }
}

# What sessions are about and how they end: agents choose, rules may too. A label is
# always shown with its colour.
tags = {
  refund      = { colour = "orange", labels = { en = "Refund", fr = "Remboursement", de = "Erstattung" } }
  damaged     = { colour = "red", labels = { en = "Damaged goods", fr = "Article abîmé", de = "Beschädigte Ware" } }
  safety      = { colour = "red", labels = { en = "Safety", fr = "Sécurité", de = "Sicherheit" } }
  appointment = { colour = "blue", labels = { en = "Appointment", fr = "Rendez-vous", de = "Termin" } }
  praise      = { colour = "green", labels = { en = "Praise", fr = "Compliment", de = "Lob" } }
}

outcomes = {
  solved   = { colour = "green", labels = { en = "Solved", fr = "Résolu", de = "Gelöst" } }
  passed   = { colour = "blue", labels = { en = "Passed on", fr = "Transmis", de = "Weitergegeben" } }
  unsolved = { colour = "orange", labels = { en = "Not solved", fr = "Non résolu", de = "Nicht gelöst" } }
  no-issue = { labels = { en = "No question", fr = "Sans objet", de = "Kein Anliegen" } }
}

# Who writes one of these words, and nothing else, gets no more messages. The usual ones
# of every language above are heard without this; for a language that is written here,
# they are all that there are.
# stop_words = {
#   de = ["stop", "stopp", "abmelden", "keine Nachrichten"]
# }

# --- What is not stored ------------------------------------------------------

# What is replaced in texts, names and payloads before they are written down, in this
# order. Without this, payment cards are. The examples are tested by `check`.
masking = [
  { built_in = "card" },
  { built_in = "iban" },
  {
    name        = "loyalty number"
    pattern     = "\\bAC-?\\d{8}\\b"
    ignore_case = true
    replacement = "AC-••••"
    direction   = "in"
    masks       = ["My number is ac-12345678."]
    keeps       = ["Order AC-1234", "AC-123456789"]
  },
]

# --- Who answers -------------------------------------------------------------

# The first agents, at least one of them an admin. They are put on the roster once;
# from then on supervisors and admins change it at the desk: what is changed here
# has no effect, and nobody who was removed there comes back. For everybody who has
# no hours, their presence alone says whether they are there.
agents = {
  "anna@acme.example" = {
    display_name = "Anna"
    role         = "supervisor"
    queues       = ["front-desk", "complaints"]
    skills       = { french = 8, german = 5 }
    languages    = ["en", "fr", "de"]
    capacity     = 2
    hours        = "shop"
  }
  "ben@acme.example" = {
    display_name = "Ben"
    queues       = ["front-desk", "orders"]
    skills       = { german = 7 }
    languages    = ["en", "de"]
    hours        = "shop"
  }
  "chloe@acme.example" = {
    display_name = "Chloé"
    queues       = ["front-desk", "orders"]
    skills       = { french = 9 }
    languages    = ["en", "fr"]
    hours        = "shop"
  }
  "david@acme.example" = {
    display_name = "David"
    role         = "admin"
    queues       = ["billing", "complaints", "pro"]
    skills       = { french = 6 }
    languages    = ["en", "fr"]
    capacity     = 4
    hours        = "office"
  }
  "emma@acme.example" = {
    display_name = "Emma"
    queues       = ["billing", "pro"]
    skills       = { german = 8 }
    languages    = ["en", "de"]
    capacity     = 4
    hours        = "office"
  }
  "grace@acme.example" = {
    display_name = "Grace"
    queues       = ["repairs", "on-call"]
    skills       = { heating = 8, french = 5 }
    languages    = ["en", "fr"]
  }
  "hugo@acme.example" = {
    display_name = "Hugo"
    queues       = ["repairs", "on-call"]
    skills       = { heating = 7, german = 6 }
    languages    = ["en", "de"]
  }
  "iris@acme.example" = {
    display_name = "Iris"
    queues       = ["partner"]
    skills       = { french = 5, german = 4 }
    languages    = ["en", "fr", "de"]
    capacity     = 5
    hours        = "shop"
  }
}

# --- What the rules are expected to do ---------------------------------------

# They are run by `go run ./emulator check`, before anything is applied, and are
# not deployed. What is left out of `given` is empty, of `expect` not looked at.
tests = [
  {
    name   = "the manual's customer goes to the default queue, also with an invoice"
    given  = { account = "acme", name = "Google's Business Messages", text = "Where is my invoice?" }
    expect = { workstream = "support", queue = "front-desk", attributes = { topic = "billing" } }
  },
  {
    name   = "a greeting goes to the front desk"
    given  = { account = "acme", locale = "en", text = "Good morning" }
    expect = { queue = "front-desk", language = "en", message = "greeting", priority = 0 }
  },
  {
    name   = "who writes by RCS comes to the same desk"
    given  = { account = "acme-rcs", text = "Good morning" }
    expect = { workstream = "support", queue = "front-desk", message = "greeting" }
  },
  {
    name   = "French words count more than an English phone"
    given  = { account = "acme", locale = "en-GB", text = "Bonjour, où est ma commande ?", conversation = "c-1" }
    expect = { queue = "orders", language = "fr", skills = { french = 3 }, attributes = { topic = "order" } }
  },
  {
    name   = "a Swiss phone speaks German"
    given  = { account = "acme", locale = "de-CH", text = "Hallo" }
    expect = { queue = "front-desk", language = "de", skills = { german = 3 } }
  },
  {
    name   = "a language that nobody speaks is answered in English"
    given  = { account = "acme", locale = "pt-BR", text = "Olá" }
    expect = { queue = "front-desk", language = "en" }
  },
  {
    name   = "one order in five goes to the partner"
    given  = { account = "acme", locale = "en", text = "About my order", conversation = "c-7" }
    expect = { queue = "partner" }
  },
  {
    name   = "when twenty wait for orders, the front desk helps"
    given  = { account = "acme", locale = "en", text = "About my order", conversation = "c-1", waiting = { orders = 20 } }
    expect = { queue = "front-desk", message = "greeting" }
  },
  {
    name   = "an invoice at lunch waits, and its customer knows until when"
    given  = { account = "acme", locale = "en", text = "My invoice is wrong", at = "2026-12-01T13:00:00+01:00" }
    expect = { queue = "billing", action = "queue", message = "closed" }
  },
  {
    name   = "an invoice in the afternoon, in German"
    given  = { account = "acme", locale = "de", text = "Die Rechnung stimmt nicht", at = "2026-12-01T14:00:00+01:00" }
    expect = { queue = "billing", message = "greeting", skills = { german = 3 } }
  },
  {
    name   = "a leak on Sunday night goes to whoever is on call"
    given  = { account = "acme", locale = "fr-FR", text = "Une fuite de gaz !", at = "2026-12-06T03:00:00+01:00" }
    expect = { queue = "on-call", message = "on-call", priority = 60, skills = { french = 3, heating = 5 }, tags = ["safety"] }
  },
  {
    name   = "a broken boiler on a working day is no emergency"
    given  = { account = "acme", locale = "en", text = "The boiler is broken", at = "2026-12-01T10:00:00+01:00" }
    expect = { queue = "repairs", priority = 0, skills = { heating = 3 } }
  },
  {
    name   = "whoever had a repair comes back to repairs, a little earlier"
    given  = { account = "acme", locale = "en", text = "It is me again", returning = true, last_queue = "repairs" }
    expect = { queue = "repairs", priority = 5 }
  },
  {
    name   = "whoever comes back about a refund that is not solved does not wait for long"
    given  = { account = "acme", locale = "en", text = "It is me again", returning = true, last_tags = ["refund"], last_outcome = "unsolved" }
    expect = { priority = 30, tags = ["refund"] }
  },
  {
    name   = "a parcel can be found at night"
    given  = { account = "acme", locale = "de", kind = "choice", text = "Wo ist mein Paket?", postback = "track-parcel", at = "2026-12-01T23:00:00+01:00" }
    expect = { queue = "orders", action = "end", message = "parcel" }
  },
  {
    name   = "a parcel in the daytime is a question like any other"
    given  = { account = "acme", locale = "de", kind = "choice", text = "Wo ist mein Paket?", postback = "track-parcel", at = "2026-12-01T11:00:00+01:00" }
    expect = { queue = "orders", action = "queue", message = "greeting" }
  },
  {
    name   = "a complaint comes earlier, and agents see which shop it is about"
    given  = { account = "acme", locale = "en", text = "I want to complain", place_id = "ChIJl4foalHq9EcR8CG75CqrCAQ", at = "2026-12-01T10:00:00+01:00" }
    expect = { queue = "complaints", priority = 15, attributes = { topic = "complaint", shop = "Lyon" } }
  },
  {
    name   = "on Christmas Eve the shop closes at two"
    given  = { account = "acme", locale = "en", text = "Good afternoon", at = "2026-12-24T14:00:00+01:00" }
    expect = { queue = "front-desk", message = "closed" }
  },
  {
    name   = "the long Friday goes on past midnight"
    given  = { account = "acme", locale = "en", text = "Good evening", at = "2026-12-19T00:15:00+01:00" }
    expect = { queue = "front-desk", message = "greeting" }
  },
  {
    name   = "a fitter has a team"
    given  = { account = "acme", brand_agent = "pro", locale = "fr", text = "Bonjour", at = "2026-12-01T10:00:00+01:00" }
    expect = { workstream = "pro", queue = "pro", language = "fr" }
  },
]

# --- The rest ----------------------------------------------------------------

# One webhook instance that always runs answers the first message at once, and
# is paid for all day.
# limits = { webhook = { min_instances = 1 } }

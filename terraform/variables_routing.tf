# What routing goes by, in the words of shared/configuration.Spec, which
# docs/configuration.md describes field by field. It is passed on as written:
# fields are `optional` without a default, because defaults and the full check
# live once, in shared/configuration; `go run ./emulator check` runs it on a settings
# file. What is checked here as well is names and who names whom, the mistakes of
# every day, which would otherwise be noticed only after an apply, when the
# functions refuse it.

variable "workstreams" {
  description = <<-EOT
    Settings that sessions run under, by the workstream's name.

    type           messaging.
    language       Of customers whose language has no text.
    time_zone      Of `now` in conditions, such as Europe/Paris.
    attachments    Whether files are taken and can be sent.
    survey         Whether a survey is sent when an agent ends a session: the
                   channel's or, where it has none, a message with choices.
    survey_comment Whether a comment is asked for after a tap on such a choice.
    fallback_queue Takes what nothing else places.
    classification Rulesets that find out what a session is about.
    routes         Rules that choose the queue; the first that matches and whose
                   queue does not overflow.
    capacity_cost  What a session takes of an agent's capacity.
    distribution   How sessions come to agents: push or pick.
    offer          How an agent is asked.
    affinity       When a customer comes back to the same agent.
    reopen_within  How long after the end it is still about the same.
    service_level  How soon agents answer, where a queue does not say it:
                   first_response, next_response.
    repeat_after   How long the same automated text is not said again.
    when_answered  Whether a message that the channel's own bot has answered
                   opens a session.
    history        What agents read of a customer's earlier sessions: session
                   for nothing, queues for those of their own queues, or all.
    inactivity     What happens when nobody writes.
    wrap_up        The agent's time after the end.
    outcome        Whether an agent who closes a session says how it ended: none,
                   asked or required.
    messages       The automated message of each occasion.
    notice         What a customer is told, or asked, before anything else.
    retention      For how long what is stored is kept.
  EOT
  type = map(object({
    type           = optional(string)
    language       = optional(string)
    time_zone      = optional(string)
    attachments    = optional(bool)
    survey         = optional(bool)
    survey_comment = optional(bool)
    fallback_queue = string

    classification = optional(list(object({
      name = string
      rules = list(object({
        name = string
        when = optional(string)
        set = object({
          priority   = optional(number)
          language   = optional(string)
          skills     = optional(map(number))
          attributes = optional(map(string))
          tags       = optional(list(string))
        })
      }))
    })))

    routes = optional(list(object({
      name  = string
      when  = optional(string)
      queue = optional(string)
      split = optional(list(object({
        queue   = string
        percent = number
      })))
      overflow = optional(object({
        closed = optional(object({
          action  = string
          queue   = optional(string)
          message = optional(string)
        }))
        length = optional(object({
          limit   = number
          action  = string
          queue   = optional(string)
          message = optional(string)
        }))
      }))
    })))

    capacity_cost = optional(number)
    distribution = optional(object({
      mode      = optional(string)
      presences = optional(list(string))
    }))
    offer = optional(object({
      timeout     = optional(string)
      auto_accept = optional(bool)
      pause       = optional(string)
      away_after  = optional(number)
      decline_reasons = optional(list(object({
        name   = string
        labels = map(string)
      })))
    }))
    affinity = optional(object({
      within = optional(string)
      wait   = optional(string)
    }))
    reopen_within = optional(string)
    service_level = optional(object({
      first_response = optional(string)
      next_response  = optional(string)
    }))
    repeat_after  = optional(string)
    when_answered = optional(string)
    history       = optional(string)
    inactivity = optional(object({
      close     = optional(string)
      no_answer = optional(string)
      action    = optional(string)
    }))
    wrap_up = optional(object({
      blocks = optional(string)
      for    = optional(string)
    }))
    outcome = optional(string)
    messages = optional(object({
      greeting       = optional(string)
      agent_joined   = optional(string)
      transferred    = optional(string)
      ended          = optional(string)
      inactive       = optional(string)
      no_files       = optional(string)
      unsubscribed   = optional(string)
      survey         = optional(string)
      survey_comment = optional(string)
    }))
    notice = optional(object({
      message = string
      ask     = optional(bool)
      version = optional(string)
      accept  = optional(string)
      refuse  = optional(string)
      within  = optional(string)
      refused = optional(object({
        action  = optional(string)
        queue   = optional(string)
        message = optional(string)
      }))
      unanswered = optional(object({
        action  = optional(string)
        queue   = optional(string)
        message = optional(string)
      }))
    }))
    retention = optional(object({
      messages = optional(string)
      raw      = optional(string)
      facts    = optional(string)
      sessions = optional(string)
      files    = optional(string)
      figures  = optional(string)
      orders   = optional(string)
    }))
  }))
  nullable = false

  # Names are written into documents and their paths.
  validation {
    condition = alltrue([
      for name in keys(var.workstreams) :
      length(regexall("^[a-z][a-z0-9-]{0,38}$", name)) == 1
    ])
    error_message = "workstreams: a name is at most 39 lower-case letters, digits and hyphens, and begins with a letter: ${join(", ", [
      for name in keys(var.workstreams) : "\"${name}\""
      if length(regexall("^[a-z][a-z0-9-]{0,38}$", name)) == 0
    ])}."
  }

  validation {
    condition = alltrue([
      for workstream in var.workstreams :
      contains(["messaging"], coalesce(workstream.type, "messaging"))
    ])
    error_message = "workstreams: the only type is messaging: ${join(", ", [
      for name, workstream in var.workstreams : "${name} has \"${workstream.type}\""
      if !contains(["messaging"], coalesce(workstream.type, "messaging"))
    ])}."
  }

  validation {
    condition = alltrue([
      for workstream in var.workstreams :
      contains(keys(var.queues), workstream.fallback_queue)
    ])
    error_message = "workstreams: there is no such fallback_queue: ${join(", ", [
      for name, workstream in var.workstreams : "${name} has \"${workstream.fallback_queue}\""
      if !contains(keys(var.queues), workstream.fallback_queue)
    ])}; there is ${join(", ", keys(var.queues))}."
  }

  validation {
    condition = alltrue(flatten([
      for workstream in var.workstreams : [
        for route in coalesce(workstream.routes, []) : [
          for queue in concat([route.queue], coalesce(route.split, [])[*].queue) :
          contains(keys(var.queues), queue) if queue != null
        ]
      ]
    ]))
    error_message = "workstreams: there is no such queue: ${join(", ", flatten([
      for name, workstream in var.workstreams : [
        for route in coalesce(workstream.routes, []) : [
          for queue in concat([route.queue], coalesce(route.split, [])[*].queue) :
          "route ${route.name} of ${name} has \"${queue}\""
          if queue == null ? false : !contains(keys(var.queues), queue)
        ]
      ]
    ]))}; there is ${join(", ", keys(var.queues))}."
  }
}

variable "queues" {
  description = <<-EOT
    Queues that sessions wait in, by the queue's name.

    display_name  What agents and customers see.
    priority      Of the queue's sessions, -100 to 100: each unit is worth a
                  minute of waiting.
    hours         Name of the opening hours; without it, always open.
    mask_numbers  Whether its agents see customers' phone numbers masked only.
    overflow      What happens when a session should not wait here: closed,
                  length, waiting.
    assignment    Which agent gets a session.
    service_level How soon an agent is promised: within, for percent of the
                  sessions; and how soon agents answer: first_response,
                  next_response. It moves nothing; supervisors see if it is kept.
  EOT
  type = map(object({
    display_name = string
    priority     = optional(number)
    hours        = optional(string)
    mask_numbers = optional(bool)
    overflow = optional(object({
      closed = optional(object({
        action  = string
        queue   = optional(string)
        message = optional(string)
      }))
      length = optional(object({
        limit   = number
        action  = string
        queue   = optional(string)
        message = optional(string)
      }))
      waiting = optional(object({
        after   = string
        action  = string
        queue   = optional(string)
        message = optional(string)
      }))
    }))
    assignment = optional(object({
      mode     = optional(string)
      method   = optional(string)
      order_by = optional(list(string))
      skills   = optional(string)
      relax = optional(list(object({
        after = string
        drop  = list(string)
      })))
    }))
    service_level = optional(object({
      within         = optional(string)
      percent        = optional(number)
      first_response = optional(string)
      next_response  = optional(string)
    }))
  }))
  nullable = false

  # A queue is a document of its name: no slash, no dots.
  validation {
    condition = alltrue([
      for name in keys(var.queues) :
      length(regexall("^[a-z][a-z0-9-]{0,38}$", name)) == 1
    ])
    error_message = "queues: a name is at most 39 lower-case letters, digits and hyphens, and begins with a letter: ${join(", ", [
      for name in keys(var.queues) : "\"${name}\""
      if length(regexall("^[a-z][a-z0-9-]{0,38}$", name)) == 0
    ])}."
  }

  validation {
    condition = alltrue([
      for queue in var.queues :
      trimspace(queue.display_name) != ""
    ])
    error_message = "queues: display_name must not be blank: ${join(", ", [
      for name, queue in var.queues : name
      if trimspace(queue.display_name) == ""
    ])}."
  }

  validation {
    condition = alltrue([
      for queue in var.queues :
      queue.priority == null ? true : floor(queue.priority) == queue.priority && abs(queue.priority) <= 100
    ])
    error_message = "queues: priority is a whole number from -100 to 100: ${join(", ", [
      for name, queue in var.queues : "${name} has ${queue.priority}"
      if queue.priority == null ? false : floor(queue.priority) != queue.priority || abs(queue.priority) > 100
    ])}."
  }

  validation {
    condition = alltrue(flatten([
      for queue in var.queues : [
        for percent in queue.service_level[*].percent :
        floor(percent) == percent && percent >= 1 && percent <= 100 if percent != null
      ]
    ]))
    error_message = "queues: service_level.percent is a whole number from 1 to 100: ${join(", ", flatten([
      for name, queue in var.queues : [
        for percent in queue.service_level[*].percent : "${name} has ${percent}"
        if percent == null ? false : floor(percent) != percent || percent < 1 || percent > 100
      ]
    ]))}."
  }

  validation {
    condition = alltrue([
      for queue in var.queues :
      queue.hours == null ? true : contains(keys(coalesce(var.hours, {})), queue.hours)
    ])
    error_message = "queues: there are no such hours: ${join(", ", [
      for name, queue in var.queues : "${name} has \"${queue.hours}\""
      if queue.hours == null ? false : !contains(keys(coalesce(var.hours, {})), queue.hours)
    ])}; there is ${join(", ", coalescelist(keys(coalesce(var.hours, {})), ["none"]))}."
  }

  validation {
    condition = alltrue(flatten([
      for queue in var.queues : [
        for remedy in flatten([for kind in queue.overflow[*] : [kind.closed[*].queue, kind.length[*].queue, kind.waiting[*].queue]]) :
        contains(keys(var.queues), remedy) if remedy != null
      ]
    ]))
    error_message = "queues: overflow leads to no such queue: ${join(", ", flatten([
      for name, queue in var.queues : [
        for remedy in flatten([for kind in queue.overflow[*] : [kind.closed[*].queue, kind.length[*].queue, kind.waiting[*].queue]]) :
        "${name} has \"${remedy}\""
        if remedy == null ? false : !contains(keys(var.queues), remedy)
      ]
    ]))}; there is ${join(", ", keys(var.queues))}."
  }
}

variable "hours" {
  description = <<-EOT
    Opening hours by name; queues and agents share them.

    time_zone  The one whose wall clock counts, such as Europe/Paris.
    week       Spans of monday to sunday: "09:00-12:30", "22:00-06:00" for a
               night, "24h". A day without any is closed.
    exceptions The same by date, such as "2026-12-25", instead of the weekday's.
  EOT
  type = map(object({
    time_zone  = string
    week       = optional(map(list(string)))
    exceptions = optional(map(list(string)))
  }))
  nullable = true # without a trace in what is deployed
  default  = null
}

variable "automated_messages" {
  description = <<-EOT
    What the system says of itself, by name: texts by language. They may name
    {CustomerName}, {AgentName}, {QueueName}, {OpensAt} and {TimeZone}.
  EOT
  type = map(object({
    texts = map(string)
  }))
  nullable = true
  default  = null
}

variable "quick_replies" {
  description = <<-EOT
    Texts that agents send with a few keys, by name: texts by language, tags to
    find them by, and the queues that they are for, which is every one when left
    out. They may name {CustomerName}, {AgentName} and {QueueName}.
  EOT
  type = map(object({
    texts  = map(string)
    tags   = optional(list(string))
    queues = optional(list(string))
  }))
  nullable = true
  default  = null
}

variable "macros" {
  description = <<-EOT
    Several steps that an agent has done at once, by name: labels by language,
    texts as of quick replies, tags and an outcome, and then park, end or
    transfer: for how long it is parked, until the customer writes when left out,
    or to which queue it goes. They are for the queues that are listed, else all.
  EOT
  type = map(object({
    labels  = map(string)
    texts   = optional(map(string))
    tags    = optional(list(string))
    outcome = optional(string)
    then    = string
    for     = optional(string)
    to      = optional(string)
    queues  = optional(list(string))
  }))
  nullable = true
  default  = null
}

variable "tags" {
  description = <<-EOT
    What sessions can be about, by name: labels by language, and a colour, which
    is grey, red, orange, green, teal, blue, violet or pink; grey when left out.
  EOT
  type = map(object({
    labels = map(string)
    colour = optional(string)
  }))
  nullable = true
  default  = null
}

variable "outcomes" {
  description = "How sessions can end, by name: labels by language, and a colour, as of tags."
  type = map(object({
    labels = map(string)
    colour = optional(string)
  }))
  nullable = true
  default  = null
}

variable "masking" {
  description = <<-EOT
    What is replaced in texts before they are stored, in this order: each rule is
    built in or has a pattern, and may have examples of what it masks and keeps.
    Payment cards when left out; [] is nothing. See docs/configuration.md.
  EOT
  type = list(object({
    name        = optional(string)
    built_in    = optional(string)
    pattern     = optional(string)
    ignore_case = optional(bool)
    check       = optional(string)
    direction   = optional(string)
    replacement = optional(string)
    masks       = optional(list(string))
    keeps       = optional(list(string))
  }))
  nullable = true
  default  = null
}

variable "stop_words" {
  description = <<-EOT
    What customers write who want no more messages, by language without region:
    one to three words each. A language of the configuration that has none here
    has the usual ones, such as stop, arrêt and baja.
  EOT
  type        = map(list(string))
  nullable    = true
  default     = null
}

variable "agent_domains" {
  description = <<-EOT
    The domains that agents' addresses may be in, such as acme.example; any when
    left out. A domain does not stand for those below it. Whoever is on the
    roster already stays there.
  EOT
  type        = list(string)
  nullable    = true
  default     = null

  validation {
    condition = alltrue([
      for domain in coalesce(var.agent_domains, []) :
      length(regexall("^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", domain)) == 1
    ])
    error_message = "agent_domains: a domain is in lower case, such as acme.example: ${join(", ", [
      for domain in coalesce(var.agent_domains, []) : "\"${domain}\""
      if length(regexall("^[a-z0-9]([a-z0-9-]*[a-z0-9])?([.][a-z0-9]([a-z0-9-]*[a-z0-9])?)+$", domain)) != 1
    ])}."
  }
}

variable "agents" {
  description = <<-EOT
    The first agents, by e-mail address in lower case, at least one of them an
    admin: only admins make supervisors and remove anybody. Each is put on the
    roster once. From then on supervisors and admins change it: what is changed
    here later is not applied, an agent who is taken out here stays on the
    roster, and one who was removed there does not come back.

    display_name What customers and the other agents see.
    role         agent, supervisor or admin.
    queues       Those that the agent serves.
    skills       With the agent's level, 1 to 10.
    capacity     In units, 0 to 1000.
    languages    Language tags, such as fr.
    hours        When the agent works, for the check of a settings file only.
  EOT
  # The functions do not read this, they read the roster: so here are the defaults.
  type = map(object({
    display_name = string
    role         = optional(string, "agent")
    queues       = optional(list(string), [])
    skills       = optional(map(number), {})
    capacity     = optional(number, 3)
    languages    = optional(list(string), [])
    hours        = optional(string)
  }))
  nullable = false
  default  = {}

  # It is a document's name, and whoever signs in with the address is the agent.
  validation {
    condition = alltrue([
      for email in keys(var.agents) :
      length(regexall("^[A-Za-z0-9.!#$&\\x27*+=?^_{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$", email)) == 1 && lower(email) == email
    ])
    error_message = "agents: an agent's name is an e-mail address in lower case: ${join(", ", [
      for email in keys(var.agents) : "\"${email}\""
      if !(length(regexall("^[A-Za-z0-9.!#$&\\x27*+=?^_{|}~-]+@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*$", email)) == 1 && lower(email) == email)
    ])}."
  }

  validation {
    condition     = length(var.agents) == 0 || anytrue([for agent in var.agents : agent.role == "admin"])
    error_message = "agents: nobody is an admin, and so nobody could make a supervisor or remove anybody. Give one of them role = \"admin\"."
  }

  validation {
    condition = alltrue([
      for email in keys(var.agents) :
      length(coalesce(var.agent_domains, [])) == 0 || contains(coalesce(var.agent_domains, []), element(split("@", email), 1))
    ])
    error_message = "agents: an address is in no domain of agent_domains: ${join(", ", [
      for email in keys(var.agents) : email
      if !(length(coalesce(var.agent_domains, [])) == 0 || contains(coalesce(var.agent_domains, []), element(split("@", email), 1)))
    ])}."
  }

  validation {
    condition = alltrue([
      for agent in var.agents :
      trimspace(agent.display_name) != ""
    ])
    error_message = "agents: display_name must not be blank: ${join(", ", [
      for email, agent in var.agents : email
      if trimspace(agent.display_name) == ""
    ])}."
  }

  validation {
    condition = alltrue([
      for agent in var.agents :
      contains(["agent", "supervisor", "admin"], agent.role)
    ])
    error_message = "agents: role is agent, supervisor or admin: ${join(", ", [
      for email, agent in var.agents : "${email} has \"${agent.role}\""
      if !contains(["agent", "supervisor", "admin"], agent.role)
    ])}."
  }

  validation {
    condition = alltrue(flatten([
      for agent in var.agents : [
        for queue in agent.queues : contains(keys(var.queues), queue)
      ]
    ]))
    error_message = "agents: there is no such queue: ${join(", ", flatten([
      for email, agent in var.agents : [
        for queue in agent.queues : "${email} has \"${queue}\""
        if !contains(keys(var.queues), queue)
      ]
    ]))}; there is ${join(", ", keys(var.queues))}."
  }

  validation {
    condition = alltrue([
      for agent in var.agents :
      agent.capacity >= 0 && agent.capacity <= 1000 && floor(agent.capacity) == agent.capacity
    ])
    error_message = "agents: capacity is a whole number from 0 to 1000: ${join(", ", [
      for email, agent in var.agents : "${email} has ${agent.capacity}"
      if !(agent.capacity >= 0 && agent.capacity <= 1000 && floor(agent.capacity) == agent.capacity)
    ])}."
  }

  validation {
    condition = alltrue(flatten([
      for agent in var.agents : [
        for skill, level in agent.skills :
        length(regexall("^[a-z][a-z0-9-]{0,38}$", skill)) == 1 && level >= 1 && level <= 10 && floor(level) == level
      ]
    ]))
    error_message = "agents: a skill is a name of lower-case letters, digits and hyphens, with a whole number from 1 to 10: ${join(", ", flatten([
      for email, agent in var.agents : [
        for skill, level in agent.skills : "${email} has ${skill} = ${level}"
        if !(length(regexall("^[a-z][a-z0-9-]{0,38}$", skill)) == 1 && level >= 1 && level <= 10 && floor(level) == level)
      ]
    ]))}."
  }
}

# It is here so that one settings file holds all, and goes nowhere.
# tflint-ignore: terraform_unused_declarations
variable "tests" {
  description = <<-EOT
    Examples of what the rules do: the session given, and what to expect. They
    are run by the check of a settings file and not deployed.
  EOT
  type = list(object({
    name = string
    given = optional(object({
      account        = optional(string)
      brand_agent    = optional(string)
      entry_point    = optional(string)
      place_id       = optional(string)
      locale         = optional(string)
      device_locale  = optional(string)
      custom_context = optional(string)
      name           = optional(string)
      returning      = optional(bool)
      unsubscribed   = optional(bool)
      last_queue     = optional(string)
      last_tags      = optional(list(string))
      last_outcome   = optional(string)
      kind           = optional(string)
      text           = optional(string)
      postback       = optional(string)
      answered       = optional(bool)
      at             = optional(string)
      waiting        = optional(map(number))
      conversation   = optional(string)
    }))
    expect = optional(object({
      workstream = optional(string)
      queue      = optional(string)
      action     = optional(string)
      priority   = optional(number)
      language   = optional(string)
      message    = optional(string)
      skills     = optional(map(number))
      attributes = optional(map(string))
      tags       = optional(list(string))
    }))
  }))
  nullable = false
  default  = []
}

# What an admin sets; for workstreams, queues and all else that routing goes by,
# see variables_routing.tf.

# --- Where -------------------------------------------------------------------

variable "project_id" {
  description = "Google Cloud project that everything is created in."
  type        = string
  nullable    = false

  validation {
    condition     = length(regexall("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id)) == 1
    error_message = "project_id: \"${var.project_id}\" is not a project's id, 6 to 30 lower-case letters, digits and hyphens."
  }
}

variable "region" {
  description = "Region of the functions, and of the messages while they are under way, for example europe-west1. The policy gcp.resourceLocations of an organisation has to allow it, and Cloud Build has to build there, which it does for new projects only in us-central1, us-west2, europe-west1, asia-east1, australia-southeast1 and southamerica-east1."
  type        = string
  nullable    = false

  validation {
    condition     = length(regexall("^[a-z]+-[a-z]+[0-9]+$", var.region)) == 1
    error_message = "region: \"${var.region}\" is not a region, for example europe-west1."
  }
}

variable "firestore_location" {
  description = "Location of the database: a region, or eur3, nam5 or nam7 for several, on the continent of region. It can never be changed."
  type        = string
  nullable    = false

  validation {
    condition     = length(regexall("^([a-z]+-[a-z]+[0-9]+|eur3|nam5|nam7)$", var.firestore_location)) == 1
    error_message = "firestore_location: \"${var.firestore_location}\" is neither a region, for example europe-west1, nor eur3, nam5 or nam7."
  }

  # Each message is several requests of the functions to the database.
  validation {
    condition = (
      contains(["us", "northamerica"], split("-", var.region)[0])
      ? contains(["us", "northamerica", "nam5", "nam7"], split("-", var.firestore_location)[0])
      : contains([split("-", var.region)[0], split("-", var.region)[0] == "europe" ? "eur3" : ""], split("-", var.firestore_location)[0])
    )
    error_message = "firestore_location: \"${var.firestore_location}\" is on another continent than region, \"${var.region}\". Choose both on one, near your agents."
  }
}

variable "go_runtime" {
  description = "Runtime of the functions. Google deprecates go126 early in 2027 and removes it in autumn; every go runtime that is not older than go.mod's version will do."
  type        = string
  nullable    = false
  default     = "go126"

  validation {
    condition     = length(regexall("^go1(2[6-9]|[3-9][0-9])$", var.go_runtime)) == 1
    error_message = "go_runtime: \"${var.go_runtime}\" is not a runtime that the source compiles with, go126 or later."
  }
}

variable "prefix" {
  description = "What the names of everything begin with, so that nothing collides with what else is in the project."
  type        = string
  nullable    = false
  default     = "frontdesk"

  # A service account's name has 30 characters, of which the longest role,
  # "-routing-push", takes 13. Pub/Sub refuses names that begin with goog, Cloud
  # Storage those with google in them.
  validation {
    condition     = length(regexall("^[a-z]([a-z0-9-]{0,15}[a-z0-9])?$", var.prefix)) == 1 && !startswith(var.prefix, "goog") && !strcontains(var.prefix, "google")
    error_message = "prefix: \"${var.prefix}\" is not 1 to 17 lower-case letters, digits and hyphens that begin with a letter (and not with goog), do not end with a hyphen and do not say google."
  }
}

variable "public_access" {
  description = "How everybody is let in to the webhook and the desk: \"granted\", to allUsers, which domain restricted sharing refuses; or \"unchecked\", without a grant, where Cloud Run's check is switched off by hand: docs/deploy.md, \"Organisations\"."
  type        = string
  nullable    = false
  default     = "granted"

  validation {
    condition     = contains(["granted", "unchecked"], var.public_access)
    error_message = "public_access: there is no \"${var.public_access}\", only granted and unchecked."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the database, the key of conversations' ids, the events in BigQuery, and the bucket of files while there are any. Set it to false, and apply, before destroying everything."
  type        = bool
  nullable    = false
  default     = true
}

variable "conversation_key_version" {
  description = "The version of the secret PREFIX-conversation-key with the key of conversations' ids. It is another than 1 only where the key had to be restored: docs/deploy.md, \"Restoring\"."
  type        = number
  nullable    = false
  default     = 1

  validation {
    condition     = var.conversation_key_version >= 1 && floor(var.conversation_key_version) == var.conversation_key_version
    error_message = "conversation_key_version: ${var.conversation_key_version} is not a version's number, a whole one from 1 on."
  }
}

variable "backup_retention_weeks" {
  description = "Weeks that the weekly copies of the database are kept; 0 for none. What is erased in the database stays in them for as long."
  type        = number
  nullable    = false
  default     = 4

  # The most that Firestore keeps one.
  validation {
    condition     = var.backup_retention_weeks >= 0 && var.backup_retention_weeks <= 14 && floor(var.backup_retention_weeks) == var.backup_retention_weeks
    error_message = "backup_retention_weeks: ${var.backup_retention_weeks} is not a whole number of weeks from 0 to 14."
  }
}

variable "audit_reads" {
  description = "Whether the audit logs say who read what in the database, functions left out; docs/costs.md has what that costs. It replaces what the project has set for Data Access logs of Firestore."
  type        = bool
  nullable    = false
  default     = false
}

# --- The desk ----------------------------------------------------------------

variable "sign_in" {
  description = <<-EOT
    How agents sign in to the desk. With Google they can once that is switched on
    by hand, see docs/deploy.md.

    password       Whether they can with an e-mail address and a password, too. The
                   rules of the database accept no other way to sign in than
                   Google and this one.
    second_factor  Whether whoever signs in with a password has to give the code of
                   an authenticator app as well. The desk has each agent add one,
                   and the rules accept no password without it.
    sign_up        Whether an account is made by itself for whoever signs in for the
                   first time; without it an admin makes it. It opens nothing: an
                   agent has to be on the roster. Left out, it is what password is
                   not.
    idle_minutes   How long nobody may use the desk in a browser, in any tab and
                   while it is closed, before it signs the agent out and forgets
                   their work: 5 to 1440.
  EOT
  type = object({
    password      = optional(bool, false)
    second_factor = optional(bool, true)
    sign_up       = optional(bool)
    idle_minutes  = optional(number, 120)
  })
  nullable = false
  default  = {}

  # See identity.tf.
  validation {
    condition     = !(var.sign_in.password && var.sign_in.sign_up == true)
    error_message = "sign_in: with password, sign_up would let strangers make accounts for agents' addresses: set one of them to false."
  }

  validation {
    condition     = var.sign_in.idle_minutes >= 5 && var.sign_in.idle_minutes <= 1440 && floor(var.sign_in.idle_minutes) == var.sign_in.idle_minutes
    error_message = "sign_in: idle_minutes must be a whole number from 5 to 1440."
  }
}

# --- Channels ----------------------------------------------------------------

variable "accounts" {
  description = <<-EOT
    Messaging accounts by name. The name is the last part of the webhook's URL.
    Taking an account out ends its channel and keeps its conversations.

    docs/configuration.md has the fields that routing knows too; the last four
    are of the deployment.

    display_name                What people call the account.
    channel                     One of channels.json; its default when left
                                out.
    partner_id                  The partner's id, from the channel's settings.
    workstream                  Takes the sessions of every brand agent that has
                                no workstream of its own.
    brand_agents                The brand agents by a name that rules use, each
                                with the brand's id, where the channel has
                                brands, and the agent's id as the channel shows
                                them, and optionally a workstream.
    region                      Where the provider keeps the brand agents. This
                                and the next five are for channels that have
                                them, see channels.json.
    traffic_type                The purpose of messages that have none of their
                                own.
    time_to_live                How long the provider may try to deliver a
                                message, for example "2h".
    outbound                    Whether agents may start conversations with
                                customers who have not written.
    outbound_per_hour           How many of those an agent may start in an hour.
    country                     Where phone numbers are from that agents type
                                without a country's code, for example "FR".
    closing                     The automated message with which an account ends
                                its open sessions that the next apply removes.
    impersonate                 E-mail address of a service account to send
                                messages as. Without it the account has a secret
                                for a service account's key, which an
                                organisation may not let you make
                                (iam.disableServiceAccountKeyCreation).
    webhook_key_versions        Versions of the secret with the client tokens
                                that are valid now; all of them are.
    client_tokens_version       Increase it to write client_tokens of this
                                account into its secret. Leave it out to add the
                                secret's versions by hand.
    service_account_key_version The same for service_account_keys.
  EOT
  type = map(object({
    display_name = optional(string)
    channel      = optional(string)
    partner_id   = optional(string)
    workstream   = string
    brand_agents = optional(map(object({
      brand_id   = optional(string)
      agent_id   = string
      workstream = optional(string)
    })))
    region                      = optional(string)
    traffic_type                = optional(string)
    time_to_live                = optional(string)
    outbound                    = optional(bool)
    outbound_per_hour           = optional(number)
    country                     = optional(string)
    closing                     = optional(string)
    impersonate                 = optional(string)
    webhook_key_versions        = optional(list(string), ["latest"])
    client_tokens_version       = optional(number)
    service_account_key_version = optional(number)
  }))
  nullable = false

  # The functions refuse a routing configuration without an account.
  validation {
    condition     = length(var.accounts) > 0
    error_message = "accounts: there is none."
  }

  # As shared/config checks it.
  validation {
    condition = alltrue([
      for name in keys(var.accounts) :
      length(regexall("^[a-z][a-z0-9-]{0,38}$", name)) == 1
    ])
    error_message = "accounts: a name is at most 39 lower-case letters, digits and hyphens, and begins with a letter: ${join(", ", [
      for name in keys(var.accounts) : "\"${name}\""
      if length(regexall("^[a-z][a-z0-9-]{0,38}$", name)) == 0
    ])}."
  }

  validation {
    condition = alltrue([
      for account in var.accounts :
      contains(keys(local.channel_list.channels), coalesce(account.channel, local.channel_list.default))
    ])
    error_message = "accounts: there is no such channel, only ${join(", ", keys(local.channel_list.channels))}: ${join(", ", [
      for name, account in var.accounts : "${name} has \"${account.channel}\""
      if !contains(keys(local.channel_list.channels), coalesce(account.channel, local.channel_list.default))
    ])}."
  }

  validation {
    condition = alltrue([
      for text in flatten([for account in var.accounts : [account.display_name, account.partner_id]]) :
      trimspace(text) != "" if text != null
    ])
    error_message = "accounts: display_name and partner_id may be left out, and must not be blank: ${join(", ", distinct(flatten([
      for name, account in var.accounts : [
        for text in [account.display_name, account.partner_id] : name
        if text == null ? false : trimspace(text) == ""
      ]
    ])))}."
  }

  validation {
    condition = alltrue([
      for account in var.accounts :
      contains(keys(var.workstreams), account.workstream)
    ])
    error_message = "accounts: there is no such workstream: ${join(", ", [
      for name, account in var.accounts : "${name} has \"${account.workstream}\""
      if !contains(keys(var.workstreams), account.workstream)
    ])}; there is ${join(", ", keys(var.workstreams))}."
  }

  # As the channel's ids are, see channels.tf.
  validation {
    condition = alltrue(flatten([
      for account in var.accounts : [
        for channel, form in local.channel_list.channels : [
          for agent in coalesce(account.brand_agents, {}) :
          length(regexall(form.brand_id, agent.brand_id == null ? "" : agent.brand_id)) + length(regexall(form.agent_id, agent.agent_id)) == 2
        ] if channel == coalesce(account.channel, local.channel_list.default)
      ]
    ]))
    error_message = "accounts: brand_id and agent_id are ids as the channel shows them, without \"brands/\" or \"agents/\" before them or \"@\" behind; a channel may have no brands: ${join(", ", flatten([
      for name, account in var.accounts : [
        for channel, form in local.channel_list.channels : [
          for key, agent in coalesce(account.brand_agents, {}) : "${name}.brand_agents.${key}"
          if length(regexall(form.brand_id, agent.brand_id == null ? "" : agent.brand_id)) + length(regexall(form.agent_id, agent.agent_id)) != 2
        ] if channel == coalesce(account.channel, local.channel_list.default)
      ]
    ]))}."
  }

  # Which settings a channel has is said by channels.json.
  validation {
    condition = alltrue(flatten([
      for account in var.accounts : [
        for channel, has in local.channel_list.channels : [
          account.region == null || length(has.regions) > 0,
          account.traffic_type == null || length(has.traffic_types) > 0,
          account.time_to_live == null || has.time_to_live.most > 0,
          account.outbound == null || account.outbound == false || has.outbound,
        ] if channel == coalesce(account.channel, local.channel_list.default)
      ]
    ]))
    error_message = "accounts: the channel has no such setting: ${join(", ", flatten([
      for name, account in var.accounts : [
        for channel, has in local.channel_list.channels : [
          for setting, lacks in {
            region       = account.region != null && length(has.regions) == 0
            traffic_type = account.traffic_type != null && length(has.traffic_types) == 0
            time_to_live = account.time_to_live != null && has.time_to_live.most == 0
            outbound     = account.outbound == null ? false : account.outbound && !has.outbound
          } : "${name}.${setting}, ${channel}" if lacks
        ] if channel == coalesce(account.channel, local.channel_list.default)
      ]
    ]))}."
  }

  validation {
    condition = alltrue(flatten([
      for account in var.accounts : [
        for channel, has in local.channel_list.channels : [
          account.region == null || length(has.regions) == 0 ? true : contains(has.regions, account.region),
          account.traffic_type == null || length(has.traffic_types) == 0 ? true : contains(has.traffic_types, account.traffic_type),
        ] if channel == coalesce(account.channel, local.channel_list.default)
      ]
    ]))
    error_message = "accounts: the channel has no such region or traffic type: ${join(", ", flatten([
      for name, account in var.accounts : [
        for channel, has in local.channel_list.channels : [
          for setting, known in { region = has.regions, traffic_type = has.traffic_types } :
          "${name}.${setting} is \"${account[setting]}\" and none of ${join(", ", known)}"
          if account[setting] == null || length(known) == 0 ? false : !contains(known, account[setting])
        ] if channel == coalesce(account.channel, local.channel_list.default)
      ]
    ]))}."
  }

  validation {
    condition = alltrue(flatten([
      for account in var.accounts : [
        for channel, has in local.channel_list.channels : [
          for seconds in [
            for span in [account.time_to_live] : length(regexall(local.time_span, span)) == 0 ? -1 : sum([
              for part in regexall(local.time_span_part, span) : part[0] * local.time_span_seconds[part[1]]
            ]) if span != null && has.time_to_live.most > 0
          ] : seconds >= has.time_to_live.least && seconds <= has.time_to_live.most
        ] if channel == coalesce(account.channel, local.channel_list.default)
      ]
    ]))
    error_message = "accounts: time_to_live is a time span such as \"90s\", \"2h\" or \"7d\", as long as the channel takes: ${join(", ", flatten([
      for name, account in var.accounts : [
        for channel, has in local.channel_list.channels : [
          for seconds in [
            for span in [account.time_to_live] : length(regexall(local.time_span, span)) == 0 ? -1 : sum([
              for part in regexall(local.time_span_part, span) : part[0] * local.time_span_seconds[part[1]]
            ]) if span != null && has.time_to_live.most > 0
          ] : "${name} has \"${account.time_to_live}\", and ${channel} takes ${has.time_to_live.least} to ${has.time_to_live.most} seconds"
          if seconds < has.time_to_live.least || seconds > has.time_to_live.most
        ] if channel == coalesce(account.channel, local.channel_list.default)
      ]
    ]))}."
  }

  validation {
    condition = alltrue([
      for account in var.accounts : account.outbound_per_hour == null ? true : (
        coalesce(account.outbound, false) && account.outbound_per_hour >= 1 && account.outbound_per_hour <= 200
        && floor(account.outbound_per_hour) == account.outbound_per_hour
      )
    ])
    error_message = "accounts: outbound_per_hour is a whole number from 1 to 200, and has no effect without outbound = true: ${join(", ", [
      for name, account in var.accounts : "${name} has ${account.outbound_per_hour}"
      if account.outbound_per_hour == null ? false : !(
        coalesce(account.outbound, false) && account.outbound_per_hour >= 1 && account.outbound_per_hour <= 200
        && floor(account.outbound_per_hour) == account.outbound_per_hour
      )
    ])}."
  }

  # Which codes there are is left to the check of the routing configuration.
  validation {
    condition = alltrue([
      for account in var.accounts :
      account.country == null ? true : coalesce(account.outbound, false) && length(regexall("^[A-Z]{2}$", account.country)) == 1
    ])
    error_message = "accounts: country is a country's code of two capital letters, such as FR, and has no effect without outbound = true: ${join(", ", [
      for name, account in var.accounts : "${name} has \"${account.country}\""
      if account.country == null ? false : !(coalesce(account.outbound, false) && length(regexall("^[A-Z]{2}$", account.country)) == 1)
    ])}."
  }

  # The functions could not tell their events apart, and refuse it.
  validation {
    condition = alltrue([
      for account in var.accounts : length(coalesce(account.brand_agents, {})) == length(distinct([
        for agent in coalesce(account.brand_agents, {}) : "${agent.brand_id == null ? "" : agent.brand_id}/${agent.agent_id}"
      ]))
    ])
    error_message = "accounts: two brand_agents are the same brand's same agent: ${join(", ", [
      for name, account in var.accounts : name
      if length(coalesce(account.brand_agents, {})) != length(distinct([
        for agent in coalesce(account.brand_agents, {}) : "${agent.brand_id == null ? "" : agent.brand_id}/${agent.agent_id}"
      ]))
    ])}."
  }

  validation {
    condition = alltrue(flatten([
      for account in var.accounts : [
        for agent in coalesce(account.brand_agents, {}) :
        agent.workstream == null ? true : contains(keys(var.workstreams), agent.workstream)
      ]
    ]))
    error_message = "accounts: there is no such workstream: ${join(", ", flatten([
      for name, account in var.accounts : [
        for key, agent in coalesce(account.brand_agents, {}) : "${name}.brand_agents.${key} has \"${agent.workstream}\""
        if agent.workstream == null ? false : !contains(keys(var.workstreams), agent.workstream)
      ]
    ]))}; there is ${join(", ", keys(var.workstreams))}."
  }

  validation {
    condition = alltrue([
      for email in [for account in var.accounts : account.impersonate if account.impersonate != null] :
      length(regexall("^[a-z0-9-]+@[a-z0-9.-]+\\.gserviceaccount\\.com$", email)) == 1
    ])
    error_message = "accounts: impersonate is a service account's e-mail address: ${join(", ", [
      for name, account in var.accounts : "${name} has \"${account.impersonate}\""
      if account.impersonate == null ? false : length(regexall("^[a-z0-9-]+@[a-z0-9.-]+\\.gserviceaccount\\.com$", account.impersonate)) == 0
    ])}."
  }

  validation {
    condition = alltrue([
      for account in var.accounts :
      account.impersonate == null || account.service_account_key_version == null
    ])
    error_message = "accounts: impersonate and service_account_key_version exclude each other: ${join(", ", [
      for name, account in var.accounts : name
      if account.impersonate != null && account.service_account_key_version != null
    ])}."
  }

  # Without a version the webhook would have no key and refuse everything.
  validation {
    condition = alltrue([
      for account in var.accounts :
      length(regexall("^((latest|[1-9][0-9]*)(,|$))+$", join(",", account.webhook_key_versions))) == 1
    ])
    error_message = "accounts: webhook_key_versions lists \"latest\" or versions' numbers, one at least: ${join(", ", [
      for name, account in var.accounts : name
      if length(regexall("^((latest|[1-9][0-9]*)(,|$))+$", join(",", account.webhook_key_versions))) == 0
    ])}."
  }
}

variable "client_tokens" {
  description = "Client tokens of the accounts that have a client_tokens_version, by account's name; all of a list are valid at once. Kept in Secret Manager only, never in the state."
  type        = map(list(string))
  nullable    = false
  ephemeral   = true
  sensitive   = true
  default     = {}

  # A message must not tell anything of an ephemeral value, so these name what
  # is wanted instead of what is wrong.
  validation {
    condition = alltrue([
      for name, account in var.accounts :
      contains(keys(var.client_tokens), name) if account.client_tokens_version != null
    ])
    error_message = "client_tokens: every account that has a client_tokens_version needs its tokens: ${join(", ", [
      for name, account in var.accounts : name
      if account.client_tokens_version != null
    ])}."
  }

  validation {
    condition = alltrue([
      for name in keys(var.client_tokens) :
      contains([for key, account in var.accounts : key if account.client_tokens_version != null], name)
    ])
    error_message = "client_tokens: tokens are for accounts that have a client_tokens_version, and would be written nowhere else; those are: ${join(", ", [
      for name, account in var.accounts : name
      if account.client_tokens_version != null
    ])}."
  }

  # The secret holds a token a line, and a line that begins with # is a comment. With any
  # other line the webhook does not start, see shared/secret.
  validation {
    condition = alltrue([for tokens in var.client_tokens : length(tokens) > 0 && alltrue([
      for token in tokens : length(regexall("^[^\\s#][^\\s]{15,}$", token)) == 1
    ])])
    error_message = "client_tokens: an account's tokens are one or more, each of 16 characters at least, and none begins with # or has a space or a line break in it."
  }
}

variable "service_account_keys" {
  description = "Service account key files (JSON text) of the accounts that have a service_account_key_version, by account's name. Kept in Secret Manager only, never in the state."
  type        = map(string)
  nullable    = false
  ephemeral   = true
  sensitive   = true
  default     = {}

  validation {
    condition = alltrue([
      for name, account in var.accounts :
      contains(keys(var.service_account_keys), name) if account.service_account_key_version != null
    ])
    error_message = "service_account_keys: every account that has a service_account_key_version needs its key: ${join(", ", [
      for name, account in var.accounts : name
      if account.service_account_key_version != null
    ])}."
  }

  validation {
    condition = alltrue([
      for name in keys(var.service_account_keys) :
      contains([for key, account in var.accounts : key if account.service_account_key_version != null], name)
    ])
    error_message = "service_account_keys: keys are for accounts that have a service_account_key_version, and would be written nowhere else; those are: ${join(", ", [
      for name, account in var.accounts : name
      if account.service_account_key_version != null
    ])}."
  }

  validation {
    condition = alltrue([
      for key in var.service_account_keys :
      can(jsondecode(key).private_key) && can(jsondecode(key).client_email)
    ])
    error_message = "service_account_keys: a key is the text of a service account's key file, JSON with client_email and private_key."
  }
}

# --- Limits ------------------------------------------------------------------

variable "limits" {
  description = <<-EOT
    How many instances of each function may run, which bounds what a flood of
    messages can cost, and how many always do. One webhook instance that always
    runs spares a customer's first message the cold start, and is paid for all
    day.
  EOT
  type = object({
    webhook = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    routing = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    reply = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    action = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    start = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    roster = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    erase = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    presence = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    timer = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    media = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    desk = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
    export = optional(object({
      min_instances = optional(number, 0)
      max_instances = optional(number, 10)
    }), {})
  })
  nullable = false
  default  = {}

  validation {
    condition = alltrue([for limit in var.limits :
      limit.min_instances >= 0 && limit.max_instances >= max(1, limit.min_instances) && limit.max_instances <= 100
      && floor(limit.min_instances) == limit.min_instances && floor(limit.max_instances) == limit.max_instances
    ])
    error_message = "limits: min_instances is 0 or more, max_instances 1 to 100 and not less than min_instances: ${join(", ", [for name, limit in var.limits : name
      if !(limit.min_instances >= 0 && limit.max_instances >= max(1, limit.min_instances) && limit.max_instances <= 100
      && floor(limit.min_instances) == limit.min_instances && floor(limit.max_instances) == limit.max_instances)
    ])}."
  }
}

variable "load_balancer" {
  description = <<-EOT
    An external load balancer with Cloud Armor in front of the webhook, and of the
    desk if that has a domain, paid for by the hour.

    webhook_domain       Name of the webhook's host, such as webhook.acme.example,
                         whose A record is the output load_balancer_address. Without
                         it there is no load balancer.
    desk_domain          Name of the desk's host, such as desk.acme.example, with the
                         same A record. Without it agents work at the function's
                         own address.
    requests_per_minute  From one address to the webhook, before it is refused with
                         429.
    exclusive            Whether the functions' own addresses are closed. Set it to
                         false while a channel still posts there, or agents still
                         work there. An organisation that allows no ingress from
                         everywhere (run.allowedIngress) needs it, with both domains.
  EOT
  type = object({
    webhook_domain      = optional(string)
    desk_domain         = optional(string)
    requests_per_minute = optional(number, 6000)
    exclusive           = optional(bool, true)
  })
  nullable = false
  default  = {}

  validation {
    condition     = var.load_balancer.webhook_domain == null ? true : length(regexall("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]$", var.load_balancer.webhook_domain)) == 1 && length(var.load_balancer.webhook_domain) <= 63
    error_message = "load_balancer: webhook_domain is a host's name in lower case, for example webhook.acme.example, of at most 63 characters, without https:// and a path, not \"${coalesce(var.load_balancer.webhook_domain, "-")}\"."
  }

  validation {
    condition     = var.load_balancer.desk_domain == null ? true : length(regexall("^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]$", var.load_balancer.desk_domain)) == 1 && length(var.load_balancer.desk_domain) <= 63
    error_message = "load_balancer: desk_domain is a host's name in lower case, for example desk.acme.example, of at most 63 characters, without https:// and a path, not \"${coalesce(var.load_balancer.desk_domain, "-")}\"."
  }

  # The load balancer tells the two by the host.
  validation {
    condition     = var.load_balancer.desk_domain == null ? true : var.load_balancer.webhook_domain != null && var.load_balancer.desk_domain != var.load_balancer.webhook_domain
    error_message = "load_balancer: desk_domain needs webhook_domain too, and another name than that."
  }

  # What Cloud Armor's rule takes.
  validation {
    condition     = var.load_balancer.requests_per_minute >= 1 && var.load_balancer.requests_per_minute <= 1000000 && floor(var.load_balancer.requests_per_minute) == var.load_balancer.requests_per_minute
    error_message = "load_balancer: requests_per_minute is a whole number from 1 to 1000000, not ${var.load_balancer.requests_per_minute}."
  }
}

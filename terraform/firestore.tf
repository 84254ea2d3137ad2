# The database: conversations, queues, and the routing configuration.

resource "google_firestore_database" "database" {
  project                           = var.project_id
  name                              = "(default)" # the only one with a free quota, and what shared/store opens
  location_id                       = var.firestore_location
  type                              = "FIRESTORE_NATIVE"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
  delete_protection_state           = var.deletion_protection ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  deletion_policy                   = "DELETE" # what the plan says it does; the protection stands in its way

  depends_on = [time_sleep.apis]
}

# The queries of shared/store that need more than Firestore's own indexes of single
# fields. Without its index a query fails, in the cloud only: the emulator needs
# none. At the end of each Firestore adds the document's name, in the direction of
# the last field.

# Who can be given a session, by each order that a queue may have; and what waits
# that an agent can be given. The functions that ask are deployed when these are
# built.
resource "google_firestore_index" "matching" {
  for_each = {
    "agents.lastAssignedAt" = {
      collection = "agents"
      scope      = "COLLECTION"
      fields     = [["lanes", "CONTAINS"], ["lastAssignedAt", "ASCENDING"], ["free", "ASCENDING"]]
    }
    "agents.lastReleasedAt" = {
      collection = "agents"
      scope      = "COLLECTION"
      fields     = [["lanes", "CONTAINS"], ["lastReleasedAt", "ASCENDING"], ["lastAssignedAt", "ASCENDING"], ["free", "ASCENDING"]]
    }
    "agents.free" = {
      collection = "agents"
      scope      = "COLLECTION"
      fields     = [["lanes", "CONTAINS"], ["free", "DESCENDING"], ["lastAssignedAt", "ASCENDING"]]
    }
    "items.rank" = {
      collection = "items" # of all queues
      scope      = "COLLECTION_GROUP"
      fields     = [["lanes", "CONTAINS"], ["rank", "ASCENDING"], ["conversation", "ASCENDING"], ["cost", "ASCENDING"]]
    }
  }

  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = each.value.collection
  query_scope = each.value.scope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path   = fields.value[0]
      order        = fields.value[1] == "CONTAINS" ? null : fields.value[1]
      array_config = fields.value[1] == "CONTAINS" ? "CONTAINS" : null
    }
  }
}

# The session of a queue whose customer has been waiting for the longest time, and how
# many there are: store.Unassigned.
resource "google_firestore_index" "waits" {
  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "conversations"
  query_scope = "COLLECTION"

  fields {
    field_path = "session.queue"
    order      = "ASCENDING"
  }
  fields {
    field_path = "session.state"
    order      = "ASCENDING"
  }
  fields {
    field_path = "session.waitingSince"
    order      = "ASCENDING"
  }
}

# The sessions whose agents have not answered for longer than promised: store.Late.
resource "google_firestore_index" "late" {
  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "conversations"
  query_scope = "COLLECTION"

  fields {
    field_path = "session.state"
    order      = "ASCENDING"
  }
  fields {
    field_path = "session.lateAt"
    order      = "ASCENDING"
  }
}

# The replies of all conversations that failed lately: store.FailedReplies. Only those have
# the field.
resource "google_firestore_field" "failed" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "replies"
  field      = "failedAt"

  index_config {
    indexes {
      query_scope = "COLLECTION_GROUP"
      order       = "ASCENDING"
    }
  }
}

# What the agents' client lists: conversations, the newest first, in a state, in a
# queue, of an owner, or by several of these at once, for which Firestore merges
# indexes; ratings in the same way; those that are closed and that an agent worked on; a
# conversation's messages in their order, and its replies that are on their way; and the history of an entry of
# the roster. Who may not read all of a conversation asks for the present session, and for
# earlier ones of some queues.
resource "google_firestore_index" "desk" {
  for_each = {
    "conversations.owner"  = { collection = "conversations", fields = [["session.owner", "ASCENDING"], ["thread.lastCustomerAt", "DESCENDING"]] }
    "conversations.queue"  = { collection = "conversations", fields = [["session.queue", "ASCENDING"], ["thread.lastCustomerAt", "DESCENDING"]] }
    "conversations.state"  = { collection = "conversations", fields = [["session.state", "ASCENDING"], ["thread.lastCustomerAt", "DESCENDING"]] }
    "conversations.worked" = { collection = "conversations", fields = [["session.tally.agents", "CONTAINS"], ["session.state", "ASCENDING"], ["thread.lastCustomerAt", "DESCENDING"]] }
    "events.queue"         = { collection = "events", fields = [["queue", "ASCENDING"], ["session", "DESCENDING"], ["seq", "DESCENDING"]] }
    "events.session"       = { collection = "events", fields = [["session", "ASCENDING"], ["seq", "DESCENDING"]] }
    "messages.order"       = { collection = "messages", fields = [["sentAt", "DESCENDING"], ["number", "DESCENDING"]] }
    "messages.queue"       = { collection = "messages", fields = [["queue", "ASCENDING"], ["session", "DESCENDING"], ["sentAt", "DESCENDING"], ["number", "DESCENDING"]] }
    "messages.session"     = { collection = "messages", fields = [["session", "ASCENDING"], ["sentAt", "DESCENDING"], ["number", "DESCENDING"]] }
    "mentions.agent"       = { collection = "mentions", fields = [["agent", "ASCENDING"], ["at", "DESCENDING"]] }
    "ratings.owner"        = { collection = "ratings", fields = [["owner", "ASCENDING"], ["ratedAt", "DESCENDING"]] }
    "ratings.queue"        = { collection = "ratings", fields = [["queue", "ASCENDING"], ["ratedAt", "DESCENDING"]] }
    "ratings.rating"       = { collection = "ratings", fields = [["rating", "ASCENDING"], ["ratedAt", "DESCENDING"]] }
    "replies.status"       = { collection = "replies", fields = [["status", "ASCENDING"], ["createdAt", "DESCENDING"]] }
    "rosterChanges.done"   = { collection = "rosterChanges", fields = [["agent", "ASCENDING"], ["status", "ASCENDING"], ["endedAt", "DESCENDING"]] }
    "rosterChanges.agent"  = { collection = "rosterChanges", fields = [["agent", "ASCENDING"], ["createdAt", "DESCENDING"]] }
    "sessions.queue"       = { collection = "sessions", fields = [["queue", "ASCENDING"], ["number", "DESCENDING"]] }
  }

  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = each.value.collection
  query_scope = "COLLECTION"

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path   = fields.value[0]
      order        = fields.value[1] == "CONTAINS" ? null : fields.value[1]
      array_config = fields.value[1] == "CONTAINS" ? "CONTAINS" : null
    }
  }
}

# Sessions that are over are asked for by equal fields, and by one of their keys, in the
# order of their names, which is that of time: for that Firestore merges its own indexes,
# in whatever combination.

# The oldest reply of a conversation that still has to be sent.
resource "google_firestore_index" "replies_outbox" {
  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "replies"
  query_scope = "COLLECTION"

  fields {
    field_path = "status"
    order      = "ASCENDING"
  }
  fields {
    field_path = "createdAt"
    order      = "ASCENDING"
  }
}

# The sweep: replies of all conversations that should have been sent long ago.
resource "google_firestore_index" "replies_stuck" {
  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "replies"
  query_scope = "COLLECTION_GROUP"

  fields {
    field_path = "status"
    order      = "ASCENDING"
  }
  fields {
    field_path = "createdAt"
    order      = "ASCENDING"
  }
}

# The round: actions of all conversations that have no outcome yet.
resource "google_firestore_index" "actions_stuck" {
  project     = var.project_id
  database    = google_firestore_database.database.name
  collection  = "actions"
  query_scope = "COLLECTION_GROUP"

  fields {
    field_path = "status"
    order      = "ASCENDING"
  }
  fields {
    field_path = "createdAt"
    order      = "ASCENDING"
  }
}

# The routing decisions since an instant, of all conversations.
# Firestore indexes a field by itself for queries of one conversation's events;
# those stay, because what is said here is instead of that.
resource "google_firestore_field" "events_decided" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "events"
  field      = "decidedAt"

  index_config {
    dynamic "indexes" {
      for_each = setproduct(["COLLECTION", "COLLECTION_GROUP"], ["ASCENDING", "DESCENDING"])
      content {
        query_scope = indexes.value[0]
        order       = indexes.value[1]
      }
    }
  }
}

# Sessions of all conversations by their day, from which `go run ./emulator figures` makes
# figures again.
resource "google_firestore_field" "sessions_day" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "sessions"
  field      = "tally.day"

  index_config {
    indexes {
      query_scope = "COLLECTION_GROUP"
      order       = "ASCENDING"
    }
  }
}

# What waits by another configuration than the one in force, in all queues. Nobody
# asks for it in one queue.
resource "google_firestore_field" "items_version" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "items"
  field      = "configVersion"

  index_config {
    indexes {
      query_scope = "COLLECTION_GROUP"
      order       = "ASCENDING"
    }
  }
}

# Firestore indexes every field by itself, of a map every key, of a list every
# entry. Nobody searches for these; not indexing what is long, or many, makes every
# write of it quicker and smaller. A map's keys go with it.
resource "google_firestore_field" "not_indexed" {
  for_each = {
    "actions.text"                      = { collection = "actions", field = "text" }
    "actions.traceparent"               = { collection = "actions", field = "traceparent" }
    "agents.bookmark"                   = { collection = "agents", field = "bookmark" }
    "agents.lanes"                      = { collection = "agents", field = "lanes" } # only together with an order, above
    "agents.skills"                     = { collection = "agents", field = "skills" }
    "closedSessions.lines"              = { collection = "closedSessions", field = "lines" }
    "closedSessions.preview"            = { collection = "closedSessions", field = "preview" }
    "closedSessions.words"              = { collection = "closedSessions", field = "words" } # by its keys it is found
    "config.routing"                    = { collection = "config", field = "routing" }
    "configs.routing"                   = { collection = "configs", field = "routing" }
    "conversations.customer.context"    = { collection = "conversations", field = "customer.context" }
    "conversations.customer.notice"     = { collection = "conversations", field = "customer.notice" }
    "conversations.session.attributes"  = { collection = "conversations", field = "session.attributes" }
    "conversations.session.declined"    = { collection = "conversations", field = "session.declined" }
    "conversations.session.index.lines" = { collection = "conversations", field = "session.index.lines" }
    "conversations.session.noFiles"     = { collection = "conversations", field = "session.noFiles" }
    "conversations.session.tally"       = { collection = "conversations", field = "session.tally" } # its agents only together, above
    "conversations.session.visited"     = { collection = "conversations", field = "session.visited" }
    "conversations.thread.earlier"      = { collection = "conversations", field = "thread.earlier" }
    "conversations.thread.preview"      = { collection = "conversations", field = "thread.preview" }
    "conversations.thread.requests"     = { collection = "conversations", field = "thread.requests" }
    "conversations.thread.surveyed"     = { collection = "conversations", field = "thread.surveyed" }
    "conversations.thread.traceparent"  = { collection = "conversations", field = "thread.traceparent" }
    "events.decision"                   = { collection = "events", field = "decision" }
    "events.facts"                      = { collection = "events", field = "facts" }
    "events.trace"                      = { collection = "events", field = "trace" }
    "events.traceparent"                = { collection = "events", field = "traceparent" }
    "figureWeeks.days"                  = { collection = "figureWeeks", field = "days" }
    "figures.byAgent"                   = { collection = "figures", field = "byAgent" }
    "figures.byChannel"                 = { collection = "figures", field = "byChannel" }
    "figures.byHour"                    = { collection = "figures", field = "byHour" }
    "figures.byTag"                     = { collection = "figures", field = "byTag" }
    "figures.byWorkstream"              = { collection = "figures", field = "byWorkstream" }
    "figures.firstResponses"            = { collection = "figures", field = "firstResponses" }
    "figures.firstWaits"                = { collection = "figures", field = "firstWaits" }
    "figures.handles"                   = { collection = "figures", field = "handles" }
    "figures.nextResponses"             = { collection = "figures", field = "nextResponses" }
    "items.lanes"                       = { collection = "items", field = "lanes" } # likewise
    "items.preview"                     = { collection = "items", field = "preview" }
    "items.why"                         = { collection = "items", field = "why" }
    "messages.answer"                   = { collection = "messages", field = "answer" }
    "messages.place"                    = { collection = "messages", field = "place" }
    "messages.postback"                 = { collection = "messages", field = "postback" }
    "messages.raw"                      = { collection = "messages", field = "raw" }
    "messages.sent"                     = { collection = "messages", field = "sent" }
    "messages.text"                     = { collection = "messages", field = "text" }
    "messages.traceparent"              = { collection = "messages", field = "traceparent" }
    "messages.url"                      = { collection = "messages", field = "url" }
    "quickPictures.pictures"            = { collection = "quickPictures", field = "pictures" }
    "readings.times"                    = { collection = "readings", field = "times" }
    "replies.cards"                     = { collection = "replies", field = "cards" }
    "replies.choices"                   = { collection = "replies", field = "choices" }
    "replies.fallback"                  = { collection = "replies", field = "fallback" }
    "replies.media"                     = { collection = "replies", field = "media" }
    "replies.text"                      = { collection = "replies", field = "text" }
    "replies.traceparent"               = { collection = "replies", field = "traceparent" }
    "rosterChanges.after"               = { collection = "rosterChanges", field = "after" }
    "rosterChanges.before"              = { collection = "rosterChanges", field = "before" }
    "rosterChanges.entry"               = { collection = "rosterChanges", field = "entry" }
    "rosterChanges.roster"              = { collection = "rosterChanges", field = "roster" } # may be longer than an index takes
    "rosterChanges.traceparent"         = { collection = "rosterChanges", field = "traceparent" }
    "rosterChanges.why"                 = { collection = "rosterChanges", field = "why" }
    "savedViews.views"                  = { collection = "savedViews", field = "views" }
    "starts.number"                     = { collection = "starts", field = "number" }
    "starts.text"                       = { collection = "starts", field = "text" }
    "starts.traceparent"                = { collection = "starts", field = "traceparent" }
    "ratings.comment"                   = { collection = "ratings", field = "comment" }
    "sessions.attributes"               = { collection = "sessions", field = "attributes" }
    "sessions.tally.agents"             = { collection = "sessions", field = "tally.agents" }
    "sessions.tally.work"               = { collection = "sessions", field = "tally.work" }
  }

  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = each.value.collection
  field      = each.value.field

  index_config {} # empty: no index at all
}

# Figures are deleted some time after the instant that each says, 400 days after its
# day. An index of it would be written with every session and read by nobody.
resource "google_firestore_field" "figures_expire" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "figures"
  field      = "expireAt"

  ttl_config {}
  index_config {}
}

# Weeks of figures go with their last day's.
resource "google_firestore_field" "figure_weeks_expire" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "figureWeeks"
  field      = "expireAt"

  ttl_config {}
  index_config {}
}

# A rating is deleted 400 days after the customer gave it, as the figures are.
resource "google_firestore_field" "ratings_expire" {
  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = "ratings"
  field      = "expireAt"

  ttl_config {}
  index_config {}
}

# Signals to the customer, which are replies and actions, go a day after they were
# given; what became of a conversation that an agent wanted to begin goes after a day, and
# so does the count of them; the rest by the retention of its workstream. Functions write
# the instant; an agent's client cannot. What an admin holds has none.
resource "google_firestore_field" "orders_expire" {
  for_each = toset(["alerts", "replies", "actions", "starts", "startBudgets", "tombstones", "dataRequests", "progress", "messages", "events", "sessions", "closedSessions", "mentions", "settings"])

  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = each.key
  field      = "expireAt"

  ttl_config {}
  index_config {}
}

# What goes before the rest of its document, of all conversations: store.Strip.
resource "google_firestore_field" "strip" {
  for_each = toset(["messages", "events"])

  project    = var.project_id
  database   = google_firestore_database.database.name
  collection = each.key
  field      = "stripAt"

  index_config {
    indexes {
      query_scope = "COLLECTION_GROUP"
      order       = "ASCENDING"
    }
  }
}

# The database can be restored, and has the indexes that the queries need.

mock_provider "google" {
  source          = "./tests/mocks"
  override_during = plan
}

mock_provider "archive" {
  override_during = plan
}

mock_provider "time" {
  override_during = plan
}

run "the_database_is_hard_to_lose" {
  command = plan

  assert {
    condition = (
      google_firestore_database.database.name == "(default)"
      && google_firestore_database.database.type == "FIRESTORE_NATIVE"
      && google_firestore_database.database.delete_protection_state == "DELETE_PROTECTION_ENABLED"
      && google_firestore_database.database.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
    )
    error_message = "The database can be deleted, or not be restored."
  }
}

run "protection_is_lifted_on_purpose_only" {
  command = plan

  variables {
    deletion_protection = false
  }

  assert {
    condition     = google_firestore_database.database.delete_protection_state == "DELETE_PROTECTION_DISABLED"
    error_message = "deletion_protection = false does nothing."
  }
}

# shared/store/outbox.go: status in [...], ordered by createdAt, in one
# conversation's replies. The emulator answers without the index, the cloud
# does not.
run "the_outbox_has_its_index" {
  command = plan

  assert {
    condition = (
      google_firestore_index.replies_outbox.collection == "replies"
      && google_firestore_index.replies_outbox.query_scope == "COLLECTION"
      && [for field in google_firestore_index.replies_outbox.fields : [field.field_path, field.order]] == [["status", "ASCENDING"], ["createdAt", "ASCENDING"]]
    )
    error_message = "The query for the next reply has no index."
  }
}

# shared/store/sweep.go: the same of all conversations, before an instant.
run "stuck_replies_are_found_in_all_conversations" {
  command = plan

  assert {
    condition = (
      google_firestore_index.replies_stuck.collection == "replies"
      && google_firestore_index.replies_stuck.query_scope == "COLLECTION_GROUP"
      && [for field in google_firestore_index.replies_stuck.fields : [field.field_path, field.order]] == [["status", "ASCENDING"], ["createdAt", "ASCENDING"]]
    )
    error_message = "The sweep's query for stuck replies has no index."
  }
}

# shared/store/round.go: actions without an outcome, of all conversations.
run "stuck_actions_are_found_in_all_conversations" {
  command = plan

  assert {
    condition = (
      google_firestore_index.actions_stuck.collection == "actions"
      && google_firestore_index.actions_stuck.query_scope == "COLLECTION_GROUP"
      && [for field in google_firestore_index.actions_stuck.fields : [field.field_path, field.order]] == [["status", "ASCENDING"], ["createdAt", "ASCENDING"]]
    )
    error_message = "The round's query for actions without an outcome has no index."
  }
}

# shared/store/agent.go. Candidates: lanes contains one of [...], free >= ..., ordered by
# lastAssignedAt and free; lastReleasedAt, lastAssignedAt and free; or free from the
# most and lastAssignedAt; then by the document's name in the direction of the last
# one, which Firestore adds. Items: lanes contains
# one of [...], cost <= ..., ordered by rank and conversation; what is compared and not
# ordered by comes last.
run "agents_and_sessions_find_each_other" {
  command = plan

  assert {
    condition = jsonencode([for index in google_firestore_index.matching : concat(
      [index.collection, index.query_scope], [for field in index.fields : "${field.field_path} ${coalesce(field.order, field.array_config)}"]
      )]) == jsonencode([
      ["agents", "COLLECTION", "lanes CONTAINS", "free DESCENDING", "lastAssignedAt ASCENDING"],
      ["agents", "COLLECTION", "lanes CONTAINS", "lastAssignedAt ASCENDING", "free ASCENDING"],
      ["agents", "COLLECTION", "lanes CONTAINS", "lastReleasedAt ASCENDING", "lastAssignedAt ASCENDING", "free ASCENDING"],
      ["items", "COLLECTION_GROUP", "lanes CONTAINS", "rank ASCENDING", "conversation ASCENDING", "cost ASCENDING"],
    ])
    error_message = "A query of the dispatcher has no index."
  }
}

# The client's lists: conversations by lastCustomerAt, the newest first, with any of
# state, queue and owner, and closed ones that somebody worked on; messages as they were
# taken in, the newest first, and events, all of them, of a session or of earlier
# sessions in some queues; replies that are pending or being sent, and changes of an
# entry, the newest first.
# emulator/rules/desk_test.go has the queries.
run "the_desk_s_lists_have_their_indexes" {
  command = plan

  assert {
    condition = jsonencode([for index in google_firestore_index.desk : concat(
      [index.collection, index.query_scope], [for field in index.fields : "${field.field_path} ${coalesce(field.order, field.array_config)}"]
      )]) == jsonencode([
      ["conversations", "COLLECTION", "session.owner ASCENDING", "thread.lastCustomerAt DESCENDING"],
      ["conversations", "COLLECTION", "session.queue ASCENDING", "thread.lastCustomerAt DESCENDING"],
      ["conversations", "COLLECTION", "session.state ASCENDING", "thread.lastCustomerAt DESCENDING"],
      ["conversations", "COLLECTION", "session.tally.agents CONTAINS", "session.state ASCENDING", "thread.lastCustomerAt DESCENDING"],
      ["events", "COLLECTION", "queue ASCENDING", "session DESCENDING", "seq DESCENDING"],
      ["events", "COLLECTION", "session ASCENDING", "seq DESCENDING"],
      ["mentions", "COLLECTION", "agent ASCENDING", "at DESCENDING"],
      ["messages", "COLLECTION", "sentAt DESCENDING", "number DESCENDING"],
      ["messages", "COLLECTION", "queue ASCENDING", "session DESCENDING", "sentAt DESCENDING", "number DESCENDING"],
      ["messages", "COLLECTION", "session ASCENDING", "sentAt DESCENDING", "number DESCENDING"],
      ["ratings", "COLLECTION", "owner ASCENDING", "ratedAt DESCENDING"],
      ["ratings", "COLLECTION", "queue ASCENDING", "ratedAt DESCENDING"],
      ["ratings", "COLLECTION", "rating ASCENDING", "ratedAt DESCENDING"],
      ["replies", "COLLECTION", "status ASCENDING", "createdAt DESCENDING"],
      ["rosterChanges", "COLLECTION", "agent ASCENDING", "createdAt DESCENDING"],
      ["rosterChanges", "COLLECTION", "agent ASCENDING", "status ASCENDING", "endedAt DESCENDING"],
      ["sessions", "COLLECTION", "queue ASCENDING", "number DESCENDING"],
    ])
    error_message = "A list of the client has no index."
  }
}

# shared/store/alert.go: who is not answered, and replies of all conversations that failed.
run "what_supervisors_are_told_of_is_found" {
  command = plan

  assert {
    condition = (
      [for field in google_firestore_index.late.fields : "${field.field_path} ${field.order}"] == ["session.state ASCENDING", "session.lateAt ASCENDING"]
      && google_firestore_index.late.collection == "conversations"
      && google_firestore_field.failed.collection == "replies"
      && google_firestore_field.failed.field == "failedAt"
      && [for index in google_firestore_field.failed.index_config[0].indexes : "${index.query_scope} ${index.order}"] == ["COLLECTION_GROUP ASCENDING"]
    )
    error_message = "A look for alerts has no index."
  }
}

# shared/store/sweep.go: items of all queues whose configVersion is another one.
run "what_waits_by_an_old_configuration_is_found" {
  command = plan

  assert {
    condition = (
      google_firestore_field.items_version.collection == "items"
      && google_firestore_field.items_version.field == "configVersion"
      && [for index in google_firestore_field.items_version.index_config[0].indexes : "${index.query_scope} ${index.order}"] == ["COLLECTION_GROUP ASCENDING"]
    )
    error_message = "The sweep's query for sessions of an old configuration has no index."
  }
}

run "sessions_are_found_by_their_day_in_all_conversations" {
  command = plan

  assert {
    condition = (
      google_firestore_field.sessions_day.collection == "sessions"
      && google_firestore_field.sessions_day.field == "tally.day"
      && [for index in google_firestore_field.sessions_day.index_config[0].indexes : "${index.query_scope} ${index.order}"] == ["COLLECTION_GROUP ASCENDING"]
    )
    error_message = "The query by which figures are made again has no index."
  }
}

run "figures_go_when_their_time_has_come" {
  command = plan

  assert {
    condition = (
      google_firestore_field.figures_expire.collection == "figures"
      && google_firestore_field.figures_expire.field == "expireAt"
      && length(google_firestore_field.figures_expire.ttl_config) == 1
      && length(google_firestore_field.figures_expire.index_config[0].indexes) == 0
    )
    error_message = "Figures stay for ever, or their end is indexed."
  }

  assert {
    condition = (
      google_firestore_field.figure_weeks_expire.collection == "figureWeeks"
      && google_firestore_field.figure_weeks_expire.field == "expireAt"
      && length(google_firestore_field.figure_weeks_expire.ttl_config) == 1
      && length(google_firestore_field.figure_weeks_expire.index_config[0].indexes) == 0
    )
    error_message = "Weeks of figures stay for ever, or their end is indexed."
  }
}

# shared/conversation/reply.go and action.go: what nobody reads again.
run "signals_and_ended_actions_go_when_their_time_has_come" {
  command = plan

  assert {
    condition = (
      toset([for field in google_firestore_field.orders_expire : field.collection]) == toset(["replies", "actions", "starts", "startBudgets", "tombstones", "dataRequests", "progress", "messages", "events", "sessions", "closedSessions", "mentions", "alerts", "settings"])
      && alltrue([for field in google_firestore_field.orders_expire : (
        field.field == "expireAt"
        && length(field.ttl_config) == 1
        && length(field.index_config[0].indexes) == 0
      )])
    )
    error_message = "Signals or actions stay for ever, or their end is indexed."
  }
}

# shared/store/retention.go and request.go: queries of all conversations.
run "what_is_to_be_stripped_and_whose_number_it_is_are_found_in_all_conversations" {
  command = plan

  assert {
    condition = (
      [for name, field in google_firestore_field.strip : "${field.collection}.${field.field}"] == ["events.stripAt", "messages.stripAt"]
      && google_firestore_field.private_key.collection == "private" && google_firestore_field.private_key.field == "key"
      && alltrue([for field in concat(values(google_firestore_field.strip), [google_firestore_field.private_key]) :
        [for index in field.index_config[0].indexes : "${index.query_scope} ${index.order}"] == ["COLLECTION_GROUP ASCENDING"]
      ])
    )
    error_message = "A query of the function erase has no index."
  }
}

# shared/store/decision.go: the events of all conversations, by when they were
# decided.
run "decisions_are_found_in_all_conversations_and_in_one" {
  command = plan

  assert {
    condition = (
      google_firestore_field.events_decided.collection == "events"
      && google_firestore_field.events_decided.field == "decidedAt"
      && toset([for index in google_firestore_field.events_decided.index_config[0].indexes : "${index.query_scope} ${index.order}"])
      == toset(["COLLECTION ASCENDING", "COLLECTION DESCENDING", "COLLECTION_GROUP ASCENDING", "COLLECTION_GROUP DESCENDING"])
    )
    error_message = "The query for what was decided has no index, or one that was there by itself is gone."
  }
}

run "what_is_queried_stays_indexed" {
  command = plan

  assert {
    condition = keys(google_firestore_field.not_indexed) == [
      "actions.text", "actions.traceparent", "agents.bookmark", "agents.lanes", "agents.skills",
      "closedSessions.lines", "closedSessions.preview", "closedSessions.words", "config.routing",
      "configs.routing", "conversations.customer.context", "conversations.customer.notice",
      "conversations.session.attributes", "conversations.session.declined", "conversations.session.index.lines", "conversations.session.noFiles",
      "conversations.session.tally", "conversations.session.visited", "conversations.thread.earlier",
      "conversations.thread.preview", "conversations.thread.requests", "conversations.thread.surveyed",
      "conversations.thread.traceparent", "events.decision", "events.facts", "events.trace",
      "events.traceparent", "figureWeeks.days", "figures.byAgent", "figures.byChannel", "figures.byHour", "figures.byTag", "figures.byWorkstream",
      "figures.firstResponses", "figures.firstWaits", "figures.handles", "figures.nextResponses", "items.lanes", "items.preview", "items.why", "messages.answer",
      "messages.place", "messages.postback", "messages.raw", "messages.sent", "messages.text", "messages.traceparent", "messages.url", "quickPictures.pictures",
      "ratings.comment", "readings.times", "replies.cards", "replies.choices", "replies.fallback", "replies.media", "replies.text", "replies.traceparent",
      "rosterChanges.after", "rosterChanges.before", "rosterChanges.entry", "rosterChanges.roster", "rosterChanges.traceparent", "rosterChanges.why", "savedViews.views",
      "sessions.attributes", "sessions.tally.agents", "sessions.tally.work", "starts.number", "starts.text", "starts.traceparent",
    ]
    error_message = "Another field has lost its index: look for queries that need it."
  }

  assert {
    condition     = alltrue([for key, field in google_firestore_field.not_indexed : "${field.collection}.${field.field}" == key && length(field.index_config[0].indexes) == 0])
    error_message = "A field is not what its key says, or keeps an index."
  }
}

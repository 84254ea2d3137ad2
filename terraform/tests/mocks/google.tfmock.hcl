# What Google would answer, as far as the tests look at it. Each identity has
# its own name, so that a grant to the wrong one shows.

override_data {
  target = data.google_project.project
  values = { number = "123456789012" }
}

override_resource {
  target = module.webhook.google_service_account.identity
  values = { email = "webhook@test", member = "serviceAccount:webhook@test" }
}

override_resource {
  target = module.webhook.google_cloudfunctions2_function.function
  values = { service_config = { uri = "https://webhook.test" } }
}

override_resource {
  target = module.routing.google_service_account.identity
  values = { email = "routing@test", member = "serviceAccount:routing@test" }
}

override_resource {
  target = module.routing.google_cloudfunctions2_function.function
  values = { service_config = { uri = "https://routing.test" } }
}

override_resource {
  target = module.reply.google_service_account.identity
  values = { email = "reply@test", member = "serviceAccount:reply@test", name = "projects/p/serviceAccounts/reply@test" }
}

override_resource {
  target = module.action.google_service_account.identity
  values = { email = "action@test", member = "serviceAccount:action@test" }
}

override_resource {
  target = module.presence.google_service_account.identity
  values = { email = "presence@test", member = "serviceAccount:presence@test" }
}

override_resource {
  target = module.timer.google_service_account.identity
  values = { email = "timer@test", member = "serviceAccount:timer@test" }
}

override_resource {
  target = module.media.google_service_account.identity
  values = { email = "media@test", member = "serviceAccount:media@test" }
}

override_resource {
  target = module.media.google_cloudfunctions2_function.function
  values = { service_config = { uri = "https://media.test" } }
}

override_resource {
  target = module.desk.google_service_account.identity
  values = { email = "desk@test", member = "serviceAccount:desk@test" }
}

override_resource {
  target = google_apikeys_key.desk
  values = { key_string = "browser-key" }
}

override_resource {
  target = google_compute_global_address.webhook
  values = { id = "projects/p/global/addresses/webhook", address = "192.0.2.1" }
}

override_resource {
  target = google_service_account.build
  values = { id = "projects/p/serviceAccounts/build@test", member = "serviceAccount:build@test" }
}

override_resource {
  target = google_service_account.events
  values = { email = "events@test", member = "serviceAccount:events@test" }
}

override_resource {
  target = google_service_account.routing_push
  values = { email = "push@test", member = "serviceAccount:push@test", name = "projects/p/serviceAccounts/push@test" }
}

override_resource {
  target = google_service_account.media_push
  values = { email = "media-push@test", member = "serviceAccount:media-push@test", name = "projects/p/serviceAccounts/media-push@test" }
}

override_resource {
  target = google_service_account.timer_call
  values = { email = "timer-call@test", member = "serviceAccount:timer-call@test", name = "projects/p/serviceAccounts/timer-call@test" }
}

override_resource {
  target = google_cloud_tasks_queue.timers
  values = { id = "projects/p/locations/l/queues/timers" }
}

override_resource {
  target = google_pubsub_topic.inbound
  values = { id = "projects/p/topics/inbound" }
}

override_resource {
  target = google_pubsub_topic.inbound_dead_letter
  values = { id = "projects/p/topics/dead-letter" }
}

override_resource {
  target = google_pubsub_topic.media
  values = { id = "projects/p/topics/media" }
}

override_resource {
  target = google_pubsub_topic.media_dead_letter
  values = { id = "projects/p/topics/media-dead-letter" }
}

# What is there when it is switched on.

override_resource {
  target = module.export[0].google_service_account.identity
  values = { email = "export@test", member = "serviceAccount:export@test" }
}

override_resource {
  target = google_pubsub_topic.events[0]
  values = { id = "projects/p/topics/events" }
}

override_resource {
  target = google_pubsub_topic.events_dead_letter[0]
  values = { id = "projects/p/topics/events-dead-letter" }
}

# What Google would answer, as far as the tests look at it. Each identity has
# its own name, so that a grant to the wrong one shows.

override_data {
  target = data.google_project.project
  values = { number = "123456789012" }
}

override_resource {
  target = module.webhook.google_service_account.identity
  values = { email = "frontdesk-webhook@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-webhook@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.webhook.google_cloudfunctions2_function.function
  values = { service_config = { uri = "https://webhook.test" } }
}

override_resource {
  target = module.routing.google_service_account.identity
  values = { email = "frontdesk-routing@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-routing@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.routing.google_cloudfunctions2_function.function
  values = { service_config = { uri = "https://routing.test" } }
}

override_resource {
  target = module.reply.google_service_account.identity
  values = { email = "frontdesk-reply@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-reply@my-frontdesk.iam.gserviceaccount.com", name = "projects/my-frontdesk/serviceAccounts/frontdesk-reply@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.action.google_service_account.identity
  values = { email = "frontdesk-action@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-action@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.start.google_service_account.identity
  values = { email = "frontdesk-start@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-start@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.presence.google_service_account.identity
  values = { email = "frontdesk-presence@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-presence@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.roster.google_service_account.identity
  values = { email = "frontdesk-roster@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-roster@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.erase.google_service_account.identity
  values = { email = "frontdesk-erase@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-erase@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.timer.google_service_account.identity
  values = { email = "frontdesk-timer@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-timer@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.media.google_service_account.identity
  values = { email = "frontdesk-media@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-media@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = module.media.google_cloudfunctions2_function.function
  values = { service_config = { uri = "https://media.test" } }
}

override_resource {
  target = module.desk.google_service_account.identity
  values = { email = "frontdesk-desk@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-desk@my-frontdesk.iam.gserviceaccount.com" }
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
  target = google_compute_backend_service.webhook
  values = { id = "projects/p/global/backendServices/webhook" }
}

override_resource {
  target = google_compute_backend_service.desk
  values = { id = "projects/p/global/backendServices/desk" }
}

override_resource {
  target = google_service_account.build
  values = { id = "projects/my-frontdesk/serviceAccounts/frontdesk-build@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-build@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = google_service_account.events
  values = { email = "frontdesk-events@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-events@my-frontdesk.iam.gserviceaccount.com", name = "projects/my-frontdesk/serviceAccounts/frontdesk-events@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = google_service_account.routing_push
  values = { email = "frontdesk-routing-push@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-routing-push@my-frontdesk.iam.gserviceaccount.com", name = "projects/my-frontdesk/serviceAccounts/frontdesk-routing-push@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = google_service_account.media_push
  values = { email = "frontdesk-media-push@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-media-push@my-frontdesk.iam.gserviceaccount.com", name = "projects/my-frontdesk/serviceAccounts/frontdesk-media-push@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = google_service_account.timer_call
  values = { email = "frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com", name = "projects/my-frontdesk/serviceAccounts/frontdesk-timer-call@my-frontdesk.iam.gserviceaccount.com" }
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
  target = google_pubsub_topic.media_results
  values = { id = "projects/p/topics/media-results" }
}

override_resource {
  target = google_pubsub_topic.media_dead_letter
  values = { id = "projects/p/topics/media-dead-letter" }
}

# What is there when it is switched on.

override_resource {
  target = module.export[0].google_service_account.identity
  values = { email = "frontdesk-export@my-frontdesk.iam.gserviceaccount.com", member = "serviceAccount:frontdesk-export@my-frontdesk.iam.gserviceaccount.com" }
}

override_resource {
  target = google_pubsub_topic.events[0]
  values = { id = "projects/p/topics/events" }
}

override_resource {
  target = google_pubsub_topic.events_dead_letter[0]
  values = { id = "projects/p/topics/events-dead-letter" }
}

mock_resource "google_artifact_registry_repository" {
  defaults = {
    id = "projects/my-frontdesk/locations/europe-west1/repositories/frontdesk-functions"
  }
}

# No message is lost on the way from the webhook to routing and on to media.

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

run "no_subscription_ever_expires" {
  command = plan

  assert {
    condition = alltrue([for subscription in [
      google_pubsub_subscription.inbound_routing, google_pubsub_subscription.inbound_dead_letter,
      google_pubsub_subscription.media_copy, google_pubsub_subscription.media_dead_letter,
      google_pubsub_subscription.media_results_routing,
      ] :
      subscription.expiration_policy[0].ttl == ""
    ])
    error_message = "A subscription disappears after 31 quiet days."
  }

  assert {
    condition     = length(flatten([for name in setsubtract(fileset(path.module, "*.tf"), ["bigquery.tf"]) : regexall("resource \"google_pubsub_subscription\"", file("${path.module}/${name}"))])) == 5
    error_message = "There is a subscription that this run does not know."
  }
}

run "dead_letters_are_kept_for_two_weeks" {
  command = plan

  assert {
    condition = alltrue([for subscription in [google_pubsub_subscription.inbound_dead_letter, google_pubsub_subscription.media_dead_letter] :
      subscription.message_retention_duration == "1209600s"
    ])
    error_message = "Dead letters are gone sooner than in 14 days, or later."
  }

  assert {
    condition     = google_pubsub_subscription.inbound_routing.message_retention_duration == "345600s"
    error_message = "What customers wrote is not kept over a long weekend without routing, or longer."
  }

  assert {
    condition = alltrue([for subscription in [google_pubsub_subscription.inbound_dead_letter, google_pubsub_subscription.media_dead_letter] :
      length(subscription.push_config) == 0 && length(subscription.dead_letter_policy) == 0
    ])
    error_message = "Dead letters go on to somewhere else."
  }

  assert {
    condition = (
      google_pubsub_subscription.inbound_dead_letter.topic == google_pubsub_topic.inbound_dead_letter.id
      && google_pubsub_subscription.inbound_routing.dead_letter_policy[0].dead_letter_topic == google_pubsub_topic.inbound_dead_letter.id
      && google_pubsub_subscription.inbound_routing.dead_letter_policy[0].max_delivery_attempts == 100
    )
    error_message = "What routing cannot handle does not reach the subscription that keeps it."
  }

  assert {
    condition = (
      google_pubsub_subscription.media_dead_letter.topic == google_pubsub_topic.media_dead_letter.id
      && google_pubsub_subscription.media_copy.dead_letter_policy[0].dead_letter_topic == google_pubsub_topic.media_dead_letter.id
      && google_pubsub_subscription.media_copy.dead_letter_policy[0].max_delivery_attempts == 100
    )
    error_message = "What media cannot copy does not reach the subscription that keeps it."
  }
}

run "routing_is_pushed_in_order_with_a_token" {
  command = plan

  assert {
    condition = (
      google_pubsub_subscription.inbound_routing.topic == google_pubsub_topic.inbound.id
      && google_pubsub_subscription.inbound_routing.enable_message_ordering
      && google_pubsub_subscription.inbound_routing.push_config[0].push_endpoint == "https://routing.test"
    )
    error_message = "Routing is not pushed the inbound messages in order."
  }

  assert {
    condition = (
      google_pubsub_subscription.inbound_routing.push_config[0].oidc_token[0].service_account_email == "frontdesk-routing-push@my-frontdesk.iam.gserviceaccount.com"
      && google_pubsub_subscription.inbound_routing.push_config[0].oidc_token[0].audience == "https://routing.test"
    )
    error_message = "Pushes carry no token that routing's service accepts."
  }

  assert {
    condition = (
      google_pubsub_subscription.inbound_routing.retry_policy[0].minimum_backoff == "1s"
      && google_pubsub_subscription.inbound_routing.retry_policy[0].maximum_backoff == "60s"
    )
    error_message = "Failed pushes are repeated at another pace."
  }

  assert {
    condition     = google_pubsub_subscription.inbound_routing.ack_deadline_seconds >= module.routing.function.service_config[0].timeout_seconds
    error_message = "Pub/Sub repeats a push that routing may still be working on."
  }
}

run "routing_is_pushed_results_of_copies_with_a_token" {
  command = plan

  assert {
    condition = (
      google_pubsub_subscription.media_results_routing.topic == google_pubsub_topic.media_results.id
      && google_pubsub_subscription.media_results_routing.push_config[0].push_endpoint == "https://routing.test/copies"
      && google_pubsub_subscription.media_results_routing.push_config[0].oidc_token[0].service_account_email == "frontdesk-routing-push@my-frontdesk.iam.gserviceaccount.com"
      && google_pubsub_subscription.media_results_routing.push_config[0].oidc_token[0].audience == "https://routing.test"
    )
    error_message = "Routing is not pushed what became of copies, or refuses it."
  }

  assert {
    condition = (
      google_pubsub_subscription.media_results_routing.message_retention_duration == "604800s"
      && google_pubsub_subscription.media_results_routing.ack_deadline_seconds >= module.routing.function.service_config[0].timeout_seconds
    )
    error_message = "A result is given up too soon, or repeated while routing works on it."
  }
}

run "media_is_pushed_without_an_order_with_a_token" {
  command = plan

  assert {
    condition = (
      google_pubsub_subscription.media_copy.topic == google_pubsub_topic.media.id
      && google_pubsub_subscription.media_copy.enable_message_ordering != true
      && google_pubsub_subscription.media_copy.push_config[0].push_endpoint == "https://media.test"
    )
    error_message = "Media is not pushed its jobs, or one that fails holds up the others."
  }

  assert {
    condition = (
      google_pubsub_subscription.media_copy.push_config[0].oidc_token[0].service_account_email == "frontdesk-media-push@my-frontdesk.iam.gserviceaccount.com"
      && google_pubsub_subscription.media_copy.push_config[0].oidc_token[0].audience == "https://media.test"
    )
    error_message = "Pushes carry no token that media's service accepts."
  }

  # functions/media/limits.go: a job is tried for as long as a URL is valid, and
  # the margin there is longer than the longest pause.
  assert {
    condition = (
      google_pubsub_subscription.media_copy.message_retention_duration == "604800s"
      && google_pubsub_subscription.media_copy.retry_policy[0].minimum_backoff == "10s"
      && google_pubsub_subscription.media_copy.retry_policy[0].maximum_backoff == "600s"
    )
    error_message = "Failed jobs are repeated at another pace, or forgotten too soon."
  }

  assert {
    condition     = google_pubsub_subscription.media_copy.ack_deadline_seconds >= module.media.function.service_config[0].timeout_seconds
    error_message = "Pub/Sub repeats a push that media may still be working on."
  }
}

run "messages_stay_in_the_region" {
  command = plan

  assert {
    condition = alltrue([for topic in [
      google_pubsub_topic.inbound, google_pubsub_topic.inbound_dead_letter, google_pubsub_topic.media, google_pubsub_topic.media_dead_letter,
    ] : topic.message_storage_policy[0].allowed_persistence_regions == toset(["europe-west1"])])
    error_message = "A topic keeps messages elsewhere."
  }
}

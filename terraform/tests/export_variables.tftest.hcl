# What cannot be a share or a place is refused by the variable that it is in.

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

run "shares_and_places_are_accepted" {
  command = plan
  variables {
    trace_ratio = 0.05
    bigquery    = { location = "europe-west1", retention_days = 3650 }
  }
}

run "all_and_the_whole_of_europe_are_accepted" {
  command = plan
  variables {
    trace_ratio = 1
    bigquery    = { location = "EU" }
  }
}

run "a_percentage_is_refused_as_share" {
  command = plan
  variables {
    trace_ratio = 10
  }
  expect_failures = [var.trace_ratio]
}

run "less_than_nothing_is_refused_as_share" {
  command = plan
  variables {
    trace_ratio = -0.1
  }
  expect_failures = [var.trace_ratio]
}

run "a_zone_is_refused_as_bigquery_s_location" {
  command = plan
  variables {
    bigquery = { location = "europe-west1-b" }
  }
  expect_failures = [var.bigquery]
}

run "a_location_in_lower_case_is_refused" {
  command = plan
  variables {
    bigquery = { location = "eu" }
  }
  expect_failures = [var.bigquery]
}

run "events_that_stay_for_no_day_are_refused" {
  command = plan
  variables {
    bigquery = { location = "EU", retention_days = 0 }
  }
  expect_failures = [var.bigquery]
}

run "events_that_stay_for_half_a_day_are_refused" {
  command = plan
  variables {
    bigquery = { location = "EU", retention_days = 0.5 }
  }
  expect_failures = [var.bigquery]
}

run "a_retention_of_nothing_is_refused" {
  command = plan
  variables {
    bigquery = { retention_days = 30 }
  }
  expect_failures = [var.bigquery]
}

output "function" {
  description = "The function, as the provider knows it."
  value       = google_cloudfunctions2_function.function
}

output "service" {
  description = "Name of the Cloud Run service that the function is."
  value       = google_cloudfunctions2_function.function.name
}

output "invokers" {
  description = "Who may call the function, as the provider knows it; null where no grant says so."
  value       = one(google_cloud_run_v2_service_iam_binding.invokers)
}

output "uri" {
  description = "URL of the function."
  value       = google_cloudfunctions2_function.function.service_config[0].uri
}

output "member" {
  description = "The function's identity, as a member of IAM bindings."
  value       = google_service_account.identity.member
}

output "identity" {
  description = "The function's identity, as a resource that grants can be on."
  value       = google_service_account.identity.name
}

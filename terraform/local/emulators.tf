# Where the emulators are; apply.sh says it.

terraform {
  required_version = ">= 1.11"
}

variable "firestore_host" {
  description = "Host and port of the Firestore emulator."
  type        = string
  nullable    = false
}

variable "pubsub_host" {
  description = "Host and port of the Pub/Sub emulator."
  type        = string
  nullable    = false
}

terraform {
  # 1.11 brought write-only arguments, which keep secrets out of the state.
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 7.45" # documents have a deletion_policy
    }
    time = {
      source  = "hashicorp/time"
      version = "~> 0.13"
    }
    archive = {
      source  = "hashicorp/archive"
      version = "~> 2.7"
    }
  }

  # The bucket is given to `terraform init`, see docs/deploy.md: it differs
  # from project to project, and the file does not.
  backend "gcs" {
    prefix = "frontdesk"
  }
}

provider "google" {
  project = var.project_id
  region  = var.region

  # Identity Platform's API refuses a person's credentials that do not say which
  # project's quota they use.
  user_project_override = true
  billing_project       = var.project_id

  default_labels = {
    app = var.prefix
  }
}

// Package google is what Google's messaging channels have in common: how a webhook's
// requests are signed and its URL is tried out, how JSON is read that does not always
// have the documented types, and how their APIs are called.
package google

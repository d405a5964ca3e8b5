// Package config has the types of settings: secrets that are never printed, documents that are a
// file or its content, trusted proxies, the profile, and the limits of numbers and durations. It reads
// neither flags nor the environment (quartet.example/shared/config/flags does), so libraries can use it.
//
// Each duration and number has a row in the table of its service (see Limits).
package config

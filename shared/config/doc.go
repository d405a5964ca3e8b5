// Package config fills the one settings struct of a service.
//
// Each setting is a field. Its value comes from, in this order, its flag, its
// environment variable, its default; so --help is the reference.
//
//	type Config struct {
//		Profile  config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev or production"`
//		CodeTTL  time.Duration  `default:"60s" help:"lifetime of an authorization code"`
//		RedisURL config.Secret  `env:"REDIS_URL" help:"empty for the embedded Redis"`
//	}
//
// With the prefix AUTHSERVER the field CodeTTL is --code-ttl or
// AUTHSERVER_CODE_TTL. A field that names a variable of its own (env:"PROFILE")
// hears both, the prefixed one first: four services in one environment can
// share REDIS_URL, and one of them can still differ.
//
// The tag dev:"..." is a default that only the dev profile has: demo addresses and
// published secrets are no defaults in production.
//
// Durations and numbers have a row in the table of their service (Limits).
//
// If the struct has Validate() error, it runs last and should report every
// problem at once (errors.Join).
//
// This is the only package, tests aside, that reads the environment.
package config

// Package flags fills the settings struct of a service. Package config has the types of its fields.
//
// Each setting is a field. Its value is that of its flag, else that of its environment variable,
// else its default. So --help lists every setting.
//
//	type Config struct {
//		Profile  config.Profile `default:"dev" enum:"dev,production" env:"PROFILE" help:"dev or production"`
//		CodeTTL  time.Duration  `default:"60s" help:"lifetime of an authorization code"`
//		RedisURL config.Secret  `env:"REDIS_URL" help:"empty for the embedded Redis"`
//	}
//
// With the prefix AUTHSERVER the field CodeTTL is --code-ttl or AUTHSERVER_CODE_TTL. A field with
// the tag env can be set by two variables; the one with the prefix takes precedence. So all
// services in one environment can share REDIS_URL, and one of them can still differ.
//
// The tag dev:"..." is a default in the dev profile only. It is for demo addresses and published
// secrets, which must not be defaults in production.
//
// If the struct has Validate() error, Load calls it last. It should report all problems at once
// (errors.Join).
//
// No other package reads the environment, except in tests.
package flags

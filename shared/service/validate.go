package service

import (
	"errors"
	"net"
	"strconv"

	"quartet.example/shared/redisconn"
)

// Validate returns every problem of the settings that only a command uses, at
// once: an importer brings a listener and a Redis of its own. Its errors hold no
// secret.
func (s Settings) Validate() error {
	return errors.Join(validateListen(s.Listen), s.validateRedis())
}

func validateListen(addr string) error {
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		return errors.New("listen: want host:port, or :port for every address of this machine")
	}
	return nil
}

// validateRedis refuses in production a Redis that forgets, or whose traffic
// others can read and change: whoever can write to it can sign in as anybody.
func (s Settings) validateRedis() error {
	url := s.RedisURL.Reveal()
	switch {
	case !s.Profile.IsProduction():
		return redisconn.Validate(url)
	case url == "":
		return errors.New("redis-url: production refuses the embedded Redis, which forgets everything at a restart")
	}
	return redisconn.Confidential(url)
}

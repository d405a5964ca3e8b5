package service

import (
	"errors"
	"net"
	"strconv"

	"quartet.example/shared/redisconn"
)

// Validate returns every problem of the settings listen and redis-url, joined. A program that
// imports a service does not call it, because it brings its own listener and Redis. The errors
// contain no secret.
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

// validateRedis makes sure that in production Redis is not the embedded one, which loses
// everything at a restart, and that nobody can read or change its traffic: whoever can write to it
// can sign in as any user.
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

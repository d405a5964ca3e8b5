package redisconn

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

var errForm = errors.New("redis url: want redis://host:port/db, rediss://, redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port")

// parse reads a URL by hand where it has several hosts, which net/url refuses.
// Its errors never quote the URL: there may be a password in it.
func parse(raw string) (*redis.UniversalOptions, error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return nil, errForm
	}
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, _ := strings.Cut(rest, "/")
	o := &redis.UniversalOptions{}
	hosts, err := credentials(o, authority)
	if err != nil {
		return nil, err
	}
	transport, kind, _ := strings.Cut(scheme, "+")
	port := "6379"
	if kind == "sentinel" {
		port = "26379"
	}
	if o.Addrs, err = addresses(hosts, port); err != nil {
		return nil, err
	}
	if err := useTLS(o, transport); err != nil {
		return nil, err
	}
	return o, useKind(o, kind, path, query)
}

func credentials(o *redis.UniversalOptions, authority string) (hosts string, err error) {
	at := strings.LastIndex(authority, "@")
	if at < 0 {
		return authority, nil
	}
	user, password, _ := strings.Cut(authority[:at], ":")
	var errUser, errPassword error
	o.Username, errUser = url.PathUnescape(user)
	o.Password, errPassword = url.PathUnescape(password)
	if errUser != nil || errPassword != nil {
		return "", errors.New("redis url: user or password is not percent-encoded properly")
	}
	return authority[at+1:], nil
}

func addresses(hosts, defaultPort string) ([]string, error) {
	var addrs []string
	for host := range strings.SplitSeq(hosts, ",") {
		h, port, err := net.SplitHostPort(host)
		if err != nil { // no port
			h, port = strings.Trim(host, "[]"), defaultPort
		}
		if n, err := strconv.Atoi(port); h == "" || err != nil || n < 1 || n > 65535 {
			return nil, fmt.Errorf("redis url: %q is not host:port", host)
		}
		addrs = append(addrs, net.JoinHostPort(h, port))
	}
	return addrs, nil
}

func useTLS(o *redis.UniversalOptions, transport string) error {
	switch transport {
	case "redis":
		return nil
	case "rediss":
		o.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		if len(o.Addrs) == 1 {
			o.TLSConfig.ServerName, _, _ = net.SplitHostPort(o.Addrs[0])
		}
		return nil
	}
	return errForm
}

func useKind(o *redis.UniversalOptions, kind, path, query string) error {
	values, err := url.ParseQuery(query)
	if err != nil {
		return errors.New("redis url: the query cannot be read")
	}
	for name := range values {
		if kind != "sentinel" || (name != "sentinel_username" && name != "sentinel_password") {
			return fmt.Errorf("redis url: unknown parameter %q", name)
		}
	}
	switch kind {
	case "":
		if len(o.Addrs) > 1 {
			return errors.New("redis url: several hosts need redis+sentinel:// or redis+cluster://")
		}
		return useDB(o, path)
	case "sentinel":
		name, db, _ := strings.Cut(path, "/")
		if name == "" {
			return errors.New("redis url: redis+sentinel:// needs the name of the master as its path")
		}
		o.MasterName = name
		o.SentinelUsername, o.SentinelPassword = values.Get("sentinel_username"), values.Get("sentinel_password")
		return useDB(o, db)
	case "cluster":
		if path != "" {
			return errors.New("redis url: a cluster has no database number")
		}
		o.IsClusterMode = true
		return nil
	}
	return errForm
}

func useDB(o *redis.UniversalOptions, path string) error {
	if path == "" {
		return nil
	}
	n, err := strconv.Atoi(path)
	if err != nil || n < 0 {
		return fmt.Errorf("redis url: %q is not a database number", path)
	}
	o.DB = n
	return nil
}

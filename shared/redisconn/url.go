package redisconn

import (
	"crypto/tls"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// These errors do not quote the URL. It may contain a password, and in a malformed URL the
// password can be anywhere.
var (
	errForm        = errors.New("redis-url: want redis://host:port/db, rediss://, redis+sentinel://host:port,host:port/master or redis+cluster://host:port,host:port")
	errCredentials = errors.New("redis-url: user or password is not percent-encoded properly")
	errHost        = errors.New("redis-url: a host is not host:port; percent-encode what is special in a password")
	errQuery       = errors.New("redis-url: the query can hold sentinel_username and sentinel_password of redis+sentinel:// and nothing else")
	errSeveral     = errors.New("redis-url: several hosts need redis+sentinel:// or redis+cluster://")
	errMaster      = errors.New("redis-url: redis+sentinel:// needs the name of the master as its path")
	errCluster     = errors.New("redis-url: a cluster has no database number")
	errDatabase    = errors.New("redis-url: the path is not a database number")

	errPassword         = errors.New("redis-url: production needs a password for a Redis on another host: whoever can write to it can sign in as anybody")
	errSentinelPassword = errors.New("redis-url: production needs sentinel_password for Sentinels on other hosts: they say where the master is")
	errTLS              = errors.New("redis-url: production needs TLS (rediss://) for a Redis on another host: whoever changes its answers can sign in as anybody")
)

// Validate returns nil if Open accepts the URL.
func Validate(raw string) error {
	if raw == "" {
		return nil
	}
	_, err := parse(raw)
	return err
}

// Confidential returns all reasons why a URL must not be used in production, joined. Unless its
// host is a loopback address, it needs TLS and a password, and Sentinels need their own password.
// Sentinels and cluster nodes always need them, even on loopback, because they name other servers,
// which may be on other hosts.
func Confidential(raw string) error {
	o, err := parse(raw)
	if err != nil || o.MasterName == "" && !o.IsClusterMode && isHere(o.Addrs) {
		return err
	}
	var errs []error
	if o.TLSConfig == nil {
		errs = append(errs, errTLS)
	}
	if o.Password == "" {
		errs = append(errs, errPassword)
	}
	if o.MasterName != "" && o.SentinelPassword == "" {
		errs = append(errs, errSentinelPassword)
	}
	return errors.Join(errs...)
}

// isHere reports whether all addresses are on this machine. It returns false for *.localhost
// names: go-redis asks the resolver for them, and in a container they are other machines.
func isHere(addrs []string) bool {
	for _, addr := range addrs {
		host, _, _ := net.SplitHostPort(addr)
		ip, err := netip.ParseAddr(host)
		if host != "localhost" && (err != nil || !ip.IsLoopback()) {
			return false
		}
	}
	return true
}

// parse parses a URL by hand, because net/url refuses several hosts.
func parse(raw string) (*redis.UniversalOptions, error) {
	scheme, rest, ok := strings.Cut(raw, "://")
	if !ok {
		return nil, errForm
	}
	rest, query, _ := strings.Cut(rest, "?")
	authority, path, _ := strings.Cut(rest, "/")
	if strings.Contains(path, "@") { // a password with a raw slash, at which the authority was cut
		return nil, errHost
	}
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
		return "", errCredentials
	}
	return authority[at+1:], nil
}

func addresses(hosts, defaultPort string) ([]string, error) {
	var addrs []string
	for host := range strings.SplitSeq(hosts, ",") {
		h, port, err := net.SplitHostPort(host)
		if err != nil { // without a port
			h, port = strings.Trim(host, "[]"), defaultPort
		}
		if n, err := strconv.Atoi(port); h == "" || err != nil || n < 1 || n > 65535 {
			return nil, errHost
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
		return errQuery
	}
	for name := range values {
		if kind != "sentinel" || (name != "sentinel_username" && name != "sentinel_password") {
			return errQuery
		}
	}
	switch kind {
	case "":
		if len(o.Addrs) > 1 {
			return errSeveral
		}
		return useDB(o, path)
	case "sentinel":
		name, db, _ := strings.Cut(path, "/")
		if name == "" {
			return errMaster
		}
		o.MasterName = name
		o.SentinelUsername, o.SentinelPassword = values.Get("sentinel_username"), values.Get("sentinel_password")
		return useDB(o, db)
	case "cluster":
		if path != "" {
			return errCluster
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
		return errDatabase
	}
	o.DB = n
	return nil
}

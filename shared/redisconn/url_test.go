package redisconn_test

import (
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"quartet.example/shared/redisconn"
)

func TestURLForms(t *testing.T) {
	for url, want := range map[string]string{
		"redis://localhost":                              "client",
		"redis://u:p%40ss@127.0.0.1:6379/3":              "client",
		"redis://[::1]:6379":                             "client",
		"rediss://:secret@redis.internal:6380":           "client",
		"redis+sentinel://a:26379,b,c:26379/mymaster/2":  "client",
		"rediss+sentinel://a/m?sentinel_password=secret": "client",
		"redis+cluster://a:6379,b:6379":                  "cluster",
		"redis+cluster://a:6379":                         "cluster",
		"rediss+cluster://u:p@a:6379,b:6379":             "cluster",
	} {
		t.Run(url, func(t *testing.T) {
			conn, err := redisconn.Open(url)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			got := "client"
			if _, ok := conn.UniversalClient.(*redis.ClusterClient); ok {
				got = "cluster"
			}
			if got != want || conn.Embedded != nil {
				t.Errorf("got %s, embedded %v; want %s", got, conn.Embedded != nil, want)
			}
		})
	}
}

func TestURLsRefusedWithoutQuotingThePassword(t *testing.T) {
	for name, url := range map[string]string{
		"no scheme":                      "localhost:6379/hunter2",
		"foreign scheme":                 "http://u:hunter2@localhost:6379",
		"unknown kind":                   "redis+ring://u:hunter2@localhost:6379",
		"no host":                        "redis://u:hunter2@",
		"port not a number":              "redis://u:hunter2@localhost:port",
		"port out of range":              "redis://u:hunter2@localhost:70000",
		"several hosts without a kind":   "redis://u:hunter2@a:1,b:2",
		"sentinel without a master":      "redis+sentinel://u:hunter2@a:1",
		"cluster with a database":        "redis+cluster://u:hunter2@a:1/1",
		"database not a number":          "redis://u:hunter2@a:1/x",
		"negative database":              "redis://u:hunter2@a:1/-1",
		"unknown parameter":              "redis://u:hunter2@a:1?db=1",
		"password not percent-encoded":   "redis://u:hunter2%zz@a:1",
		"sentinel parameter on a server": "redis://a:1?sentinel_password=hunter2",
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := redisconn.Open(url)
			if err == nil {
				conn.Close()
				t.Fatal("accepted")
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("the error quotes the password: %v", err)
			}
		})
	}
}

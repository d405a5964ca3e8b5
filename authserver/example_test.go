package authserver_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"quartet.example/authserver"
	"quartet.example/shared/redisconn/embedded"
)

// A program of one's own serves the authorization server as it does any handler. Tests
// have less to write with authservertest.
func Example() {
	cfg, err := authserver.DevConfig() // on a server: DefaultConfig
	if err != nil {
		log.Fatal(err)
	}
	redis, err := embedded.Open(context.Background(), "") // on a server: the URL of a Redis
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = redis.Close() }()
	server, err := authserver.New(cfg, authserver.Deps{Redis: redis})
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = server.Close() }()

	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, cfg.Issuer+"/.well-known/oauth-authorization-server", nil))
	fmt.Println(w.Code, w.Header().Get("Content-Type"))
	// Output: 200 application/json
}

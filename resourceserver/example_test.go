package resourceserver_test

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"

	"quartet.example/resourceserver"
	"quartet.example/shared/redisconn/embedded"
)

// A program of one's own serves the resource server as it does any handler. Tests have less to write
// with resourceservertest.
func Example() {
	cfg, err := resourceserver.DevConfig() // on a server: DefaultConfig
	if err != nil {
		log.Fatal(err)
	}
	redis, err := embedded.Open(context.Background(), "") // on a server: the URL of a Redis
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = redis.Close() }()
	server, err := resourceserver.New(cfg, resourceserver.Deps{Redis: redis})
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = server.Close() }()

	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, cfg.Resource+"/notes", nil))
	fmt.Println(w.Code, w.Header().Get("WWW-Authenticate"))
	// Output: 401 Bearer realm="notes", resource_metadata="http://api.localhost:9001/.well-known/oauth-protected-resource"
}

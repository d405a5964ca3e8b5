package trace_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"quartet.example/shared/trace"
)

// Secrets are masked before anything is recorded.
func ExampleRecorder_Middleware() {
	sink := trace.MemorySink()
	recorder := trace.New(trace.Options{Service: "greeter", Sink: sink, Now: time.Now, Dev: true})
	handler := recorder.Middleware(http.NotFoundHandler())
	handler.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/token?code=s3cret", nil))
	for _, e := range sink.Events() {
		fmt.Println(e.Kind, e.Method, e.Params[0].Name, "value:", e.Params[0].Value, "status:", e.Status)
	}
	// Output:
	// request GET code value:  status: 0
	// response GET code value:  status: 404
}

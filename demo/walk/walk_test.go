package walk_test

import (
	"testing"

	"quartet.example/demo/stack"
	"quartet.example/demo/walk"
	"quartet.example/inspector/flowview"
	"time"
)

// Every flow ends without a refusal against the stack of this project, and each of its messages to a
// service has the checks of that service.
func TestEveryFlowSucceeds(t *testing.T) {
	target := embedded(t)
	for _, f := range walk.Flows() {
		t.Run(f.Name, func(t *testing.T) {
			r, err := walk.Run(t.Context(), f.Name, target, walk.Options{})
			t.Log("\n" + flowview.Terminal{}.Flow(r.Flow))
			if err != nil {
				t.Fatal(err)
			}
			passed, _ := r.Flow.Checks()
			if passed == 0 || r.Last == nil {
				t.Errorf("got %d checks and the result %v", passed, r.Last)
			}
		})
	}
}

// embedded starts a stack for the test, in which a device may poll every second.
func embedded(t *testing.T) *walk.Target {
	t.Helper()
	target, end, err := walk.Embedded(t.Context(), func(s *stack.Settings) { s.Authserver.DeviceInterval = time.Second })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := end(); err != nil {
			t.Error(err)
		}
	})
	return target
}

package step_test

import (
	"context"
	"os"
	"testing"
	"testing/synctest"
	"time"

	"quartet.example/shared/redistest"
	"quartet.example/shared/trace/step"
	"quartet.example/shared/waittest"
)

// opened returns n gates that hear control.
func opened(t *testing.T, rdb redistest.Client, n int) ([]*step.Gate, step.Control) {
	t.Helper()
	control := step.Control{Redis: rdb, Now: time.Now}
	if err := control.Set(t.Context(), step.Mode{Kind: step.All}); err != nil {
		t.Fatal(err)
	}
	gates := make([]*step.Gate, n)
	for i := range gates {
		gates[i] = step.Open(t.Context(), rdb)
		waittest.Until(t, "a gate that is opened later reads the mode", gates[i].On)
	}
	return gates, control
}

// held holds a message and returns where the reason of its release arrives.
func held(t *testing.T, ctx context.Context, g *step.Gate, id string) <-chan step.Reason {
	t.Helper()
	before := g.Waiting()
	released := make(chan step.Reason, 1)
	go func() { released <- g.Hold(ctx, id) }()
	waittest.Until(t, id+" is held", func() bool { return g.Waiting() == before+1 })
	return released
}

func want(t *testing.T, released <-chan step.Reason, reason step.Reason) {
	t.Helper()
	select {
	case got := <-released:
		if got != reason {
			t.Errorf("got %q, want %q", got, reason)
		}
	case <-time.After(waittest.Patience):
		t.Errorf("not released, want %q", reason)
	}
}

func isHeld(t *testing.T, released <-chan step.Reason) {
	t.Helper()
	select {
	case got := <-released:
		t.Errorf("released: %q", got)
	default:
	}
}

func TestWhichMessagesAreHeld(t *testing.T) {
	for name, tt := range map[string]struct {
		mode step.Mode
		back bool
		path string
		want bool
	}{
		"off holds none":              {step.Mode{}, true, "/token", false},
		"all, back channel":           {step.Mode{Kind: step.All}, true, "/token", true},
		"all, front channel":          {step.Mode{Kind: step.All}, false, "/authorize", true},
		"back, back channel":          {step.Mode{Kind: step.Back}, true, "/token", true},
		"back, front channel":         {step.Mode{Kind: step.Back}, false, "/authorize", false},
		"front, back channel":         {step.Mode{Kind: step.Front}, true, "/token", false},
		"front, front channel":        {step.Mode{Kind: step.Front}, false, "/authorize", true},
		"path, the same":              {step.Mode{Kind: step.Path, Path: "/token"}, true, "/token", true},
		"path, another":               {step.Mode{Kind: step.Path, Path: "/token"}, true, "/token/x", false},
		"a kind that is not known":    {step.Mode{Kind: "some"}, true, "/token", false},
		"a path is nothing by itself": {step.Mode{Path: "/token"}, true, "/token", false},
	} {
		t.Run(name, func(t *testing.T) {
			g := step.NewGate(time.Now)
			tt.mode.Until = time.Now().Add(time.Minute)
			g.Set(tt.mode, step.Off)
			if got := g.Holds(tt.back, tt.path); got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestMessagesAreReleasedOneByOne(t *testing.T) {
	gates, control := opened(t, redistest.New(t), 2)
	first, second := held(t, t.Context(), gates[0], "1"), held(t, t.Context(), gates[1], "2")
	third := held(t, t.Context(), gates[1], "3")
	if err := control.Next(t.Context(), "2"); err != nil {
		t.Fatal(err)
	}
	want(t, second, step.Next)
	isHeld(t, first)
	isHeld(t, third)
	if err := control.Next(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	want(t, first, step.Next)
	isHeld(t, third)
}

func TestContinueReleasesAllAndStepModeStaysOn(t *testing.T) {
	gates, control := opened(t, redistest.New(t), 2)
	first, second := held(t, t.Context(), gates[0], "1"), held(t, t.Context(), gates[1], "2")
	if err := control.Continue(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, first, step.Continue)
	want(t, second, step.Continue)
	if !gates[0].On() || !gates[1].On() {
		t.Error("step mode is off")
	}
}

func TestOffReleasesAll(t *testing.T) {
	gates, control := opened(t, redistest.New(t), 2)
	first, second := held(t, t.Context(), gates[0], "1"), held(t, t.Context(), gates[1], "2")
	if err := control.Set(t.Context(), step.Mode{}); err != nil {
		t.Fatal(err)
	}
	want(t, first, step.Off)
	want(t, second, step.Off)
	if m, err := control.Mode(t.Context()); m.On() || err != nil || gates[0].On() {
		t.Errorf("mode: got %v, %v; want off", m, err)
	}
}

// The sender of a message chooses its id, so that two can have the same.
func TestMessagesWithTheSameIDAreAllReleased(t *testing.T) {
	gates, control := opened(t, redistest.New(t), 1)
	a, b := held(t, t.Context(), gates[0], "a"), held(t, t.Context(), gates[0], "a")
	if err := control.Continue(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, a, step.Continue)
	want(t, b, step.Continue)
}

// Anybody can send more messages than a teacher releases, and each keeps a connection and a body.
func TestNoMoreThan100MessagesAreHeld(t *testing.T) {
	gates, _ := opened(t, redistest.New(t), 1)
	g := gates[0]
	for range 100 {
		go g.Hold(t.Context(), "the same")
	}
	waittest.Until(t, "100 messages are held", func() bool { return g.Waiting() == 100 })
	if g.Holds(true, "/token") {
		t.Error("the next message would be held")
	}
	if got := g.Hold(t.Context(), "another"); got != step.Full {
		t.Errorf("got %q, want %q", got, step.Full)
	}
}

// A message that comes to the gate while step mode is switched off would wait for nobody.
func TestNothingIsHeldWhileOff(t *testing.T) {
	if got := step.NewGate(time.Now).Hold(t.Context(), "1"); got != step.Off {
		t.Errorf("got %q", got)
	}
	var none *step.Gate
	if none.On() || none.Holds(true, "/token") {
		t.Error("a nil gate is on")
	}
}

func TestHeldMessageIsReleasedByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := step.NewGate(time.Now)
		g.Set(step.Mode{Kind: step.All, Until: time.Now().Add(time.Hour)}, step.Off)
		began := time.Now()
		if got := g.Hold(t.Context(), "1"); got != step.TimedOut || time.Since(began) != 110*time.Second {
			t.Errorf("got %q after %s", got, time.Since(began))
		}
		if g.Waiting() != 0 {
			t.Error("the gate still has the message")
		}
	})
}

func TestForgottenStepModeEnds(t *testing.T) {
	if os.Getenv("REDIS_URL") != "" {
		t.Skip("a real server has its own clock")
	}
	synctest.Test(t, func(t *testing.T) {
		rdb := redistest.New(t)
		control := step.Control{Redis: rdb, Now: time.Now}
		if err := control.Set(t.Context(), step.Mode{Kind: step.All}); err != nil {
			t.Fatal(err)
		}
		m, err := control.Mode(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		g := step.NewGate(time.Now)
		g.Set(m, step.Off)
		time.Sleep(30*time.Minute - time.Second)
		if !g.On() {
			t.Error("ended too early")
		}
		time.Sleep(time.Second)
		if m, _ = control.Mode(t.Context()); m.On() || g.On() || g.Holds(true, "/token") {
			t.Errorf("got %v, still on", m)
		}
	})
}

// A browser that closes the connection must not leave a message in the gate. The deadline of a
// context, however, must not end what a person decides.
func TestCancelledRequestLeavesTheGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := step.NewGate(time.Now)
		g.Set(step.Mode{Kind: step.All, Until: time.Now().Add(time.Hour)}, step.Off)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if got := g.Hold(ctx, "1"); got != step.Gone {
			t.Errorf("cancelled: got %q", got)
		}
		ctx, cancel = context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if got := g.Hold(ctx, "1"); got != step.TimedOut {
			t.Errorf("deadline: got %q", got)
		}
	})
}

func TestRedisDiesWhileMessagesAreHeld(t *testing.T) {
	server, rdb := redistest.Server(t)
	gates, control := opened(t, rdb, 2)
	first, second := held(t, t.Context(), gates[0], "1"), held(t, t.Context(), gates[1], "2")
	server.Close()
	want(t, first, step.Away)
	want(t, second, step.Away)
	if gates[0].On() || gates[0].Holds(true, "/token") {
		t.Error("step mode is on, but nobody could release a message")
	}
	if err := control.Next(t.Context(), "1"); err == nil {
		t.Error("next: no error although Redis is away")
	}
	if err := server.Restart(); err != nil {
		t.Fatal(err)
	}
	waittest.Until(t, "step mode is on again", func() bool { return gates[0].On() && gates[1].On() })
}

func TestEndOfTheServiceReleasesMessages(t *testing.T) {
	rdb := redistest.New(t)
	opened(t, rdb, 1)
	ctx, stop := context.WithCancel(t.Context())
	g := step.Open(ctx, rdb)
	waittest.Until(t, "on", g.On)
	released := held(t, t.Context(), g, "1")
	stop()
	want(t, released, step.Off)
}

func TestModesThatAreRefused(t *testing.T) {
	control := step.Control{Redis: redistest.New(t), Now: time.Now}
	for _, m := range []step.Mode{{Kind: "some"}, {Kind: step.Path}, {Kind: step.Path, Path: "token"}, {Kind: step.Path, Path: "/" + string(make([]byte, 200))}} {
		if err := control.Set(t.Context(), m); err == nil {
			t.Errorf("%v: accepted", m)
		}
	}
}

// What was made for a message that is held must still be accepted after step mode has ended, because
// that released the message.
func TestStepModeThatHasEndedIsRecent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := step.NewGate(time.Now)
		if g.Recently() {
			t.Error("it was never on")
		}
		for name, end := range map[string]func(){
			"switched off": func() { g.Set(step.Mode{}, step.Off) },
			"forgotten":    func() { time.Sleep(time.Minute) },
		} {
			g.Set(step.Mode{Kind: step.Back, Until: time.Now().Add(time.Minute)}, step.Off)
			if !g.Recently() {
				t.Errorf("%s: on, but not recently", name)
			}
			end()
			time.Sleep(step.Longest)
			if g.On() || !g.Recently() {
				t.Errorf("%s: after 110 s: on %v, recently %v", name, g.On(), g.Recently())
			}
			time.Sleep(10 * time.Second)
			if g.Recently() {
				t.Errorf("%s: after two minutes: still recent", name)
			}
		}
	})
}

func TestGateCostsNothingWhileOff(t *testing.T) {
	g := step.NewGate(time.Now)
	if n := testing.AllocsPerRun(100, func() { _ = g.On() || g.Recently() || g.Holds(true, "/token") }); n != 0 {
		t.Errorf("got %v allocations", n)
	}
}

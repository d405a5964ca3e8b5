package lab

import (
	"context"
	"net/http"
	"slices"
	"time"

	"quartet.example/demo/labs/naive"
	"quartet.example/demo/stack"
)

// Scene is one run of an attack: programs, a victim and an attacker. Attacks use the same fields on every
// target.
type Scene struct {
	Target Target

	// The base URLs of the three roles, careless or not.
	Issuer, Client, API string
	Login               string // begins a sign-in at Issuer with the client
	Resource            string // identifier of the API, in aud; "" if the authorization server is careless

	Victim   *Browser     // alice, who is signed in nowhere yet
	Attacker *Browser     // mallory, who has an account and is signed in nowhere yet
	Program  *http.Client // sends the requests of a program of the attacker
	Evil     *Site        // a web server of the attacker

	VictimProgram *http.Client // sends the requests of a program of the victim

	Web     App // the confidential client at Client; its secret is unknown to an attack
	Native  App // an app on the victim's machine, which is a public client
	Pages   App // a public client: scripts on pages at Client
	Mallory App // a confidential client that the attacker has registered; it redirects to Evil

	Careless *naive.Server  // nil unless the authorization server is careless
	Stack    *stack.Running // nil unless something of the reference runs

	lab       *Lab
	failed    error // of Lab.Configure
	ctx       context.Context
	parts     Parts
	oracle    *oracle
	network   *network
	clock     *clock
	notes     *naive.Notes  // of the careless API
	app       *naive.Client // nil unless the client is careless
	service   *naive.API    // nil unless the API is careless
	mark      string        // of the attacker
	webSecret string        // of the careless client
	key       signingKey    // of the client, if it signs
	step      func(Step)
	steps     []Step
	record    *recording
	ends      []func() error
}

// App is a client that is registered at the authorization server.
type App struct {
	ID, Secret, RedirectURI, Scope string
	PKCE                           bool // whether it protects its codes with PKCE
}

// Step is something that happens in an attack, told in one sentence.
type Step struct {
	Who  string // who does it, such as Mallory
	Does string // what, such as "reads the code in the log of the proxy"
}

func (s Step) String() string { return s.Who + " " + s.Does + "." }

// Step tells what happens next. With --step the learner then has to press Enter.
func (s *Scene) Step(who, does string) {
	step := Step{who, does}
	s.steps = append(s.steps, step)
	if s.step != nil {
		s.step(step)
	}
}

// Context ends when the run does.
func (s *Scene) Context() context.Context { return s.ctx }

// Now is the time of all programs of the scene.
func (s *Scene) Now() time.Time { return s.clock.Now() }

// Pass moves the clock of all programs forward.
func (s *Scene) Pass(d time.Duration) { s.clock.ahead.Add(int64(d)) }

// Has reports whether a defence is on. Attacks ask it only for what an honest program of the scene does,
// such as an app that uses PKCE.
func (s *Scene) Has(check string) bool {
	return s.Target.Reference || naive.Defences(s.Target.Defences).Has(check)
}

// VictimPassword is the password of the victim, for labs in which the victim tells it to a program.
func (s *Scene) VictimPassword() string { return s.Victim.password }

// secrets returns the passwords and client secrets that do not change during the run.
func (s *Scene) secrets() []string {
	all := []string{victimPassword, attackerPassword, s.webSecret, s.Mallory.Secret, evilSecret}
	if s.Stack != nil {
		set := s.Stack.Settings
		all = append(all, set.Client.ClientSecret.Reveal(), set.Resourceserver.ClientSecret.Reveal())
	}
	return slices.DeleteFunc(all, func(secret string) bool { return secret == "" })
}

// Leak gives the attacker something that was received otherwise than in a response, such as what a script
// in the victim's browser has sent.
func (s *Scene) Leak(text string) { s.oracle.see(text) }

// Close stops all programs. It returns their errors.
func (s *Scene) Close() error {
	var first error
	for i := len(s.ends) - 1; i >= 0; i-- {
		if err := s.ends[i](); err != nil && first == nil {
			first = err
		}
	}
	return first
}

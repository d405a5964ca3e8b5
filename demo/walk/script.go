package walk

import (
	"quartet.example/inspector/flow"
	"quartet.example/inspector/flowview"
)

// Script returns a shell script that performs the flow again with curl. The redirect URI of the walk does
// not listen any more, so the script reads the code from the redirect to it.
func (r Result) Script() string {
	return flowview.Script(r.Flow, flowview.ScriptOptions{
		Result: r.Last,
		Skip:   func(h *flow.Hop) bool { return r.callback != "" && h.Host() == r.callback },
	})
}

// Environment returns the variables that the scripts of the target ask for, each as NAME=value.
func (t *Target) Environment() []string {
	var all []string
	if t.User != nil {
		all = append(all, "LOGIN_NAME="+t.User.Name, "PASSWORD="+t.User.Password.Reveal())
	}
	for _, c := range t.Clients {
		if c.Secret != "" {
			all = append(all, flowview.SecretVariable(c.ID)+"="+c.Secret.Reveal())
		}
	}
	return all
}

package study

// Watch returns a channel that is poked after every commit, and a function that
// ends the watch (V-40).
func (s *Study) Watch() (<-chan struct{}, func()) { return s.watch.Watch() }

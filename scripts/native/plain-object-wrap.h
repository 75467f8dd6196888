// Put before every C++ source when native modules are compiled (CXXFLAGS="-include …").
//
// From Node 24.19 on, node::ObjectWrap registers a clean-up hook for every object and removes it in its destructor,
// which ends the process ("Assertion failed: (env) != nullptr") when the garbage collector runs outside of any
// JavaScript context. better-sqlite3 12 derives its statements from it, so a peer would die minutes after its start.
// Here the class is as it was before: without the hooks, objects that live at exit are left to the system.
#pragma once
#include <node.h>
#define AddEnvironmentCleanupHook(...) static_cast<void>(0)
#define RemoveEnvironmentCleanupHook(...) static_cast<void>(0)
#include <node_object_wrap.h>
#undef AddEnvironmentCleanupHook
#undef RemoveEnvironmentCleanupHook

"""Asks a node for the definition of a type; nodes have a service for that since Jazzy."""

from __future__ import annotations

from threading import Event

from rclpy.callback_groups import ReentrantCallbackGroup
from rclpy.node import Node

from rerun_bridge.messages import MessageDefinition, TypeName
from rerun_bridge.sources.ros.graph import Publisher
from rerun_bridge.sources.type_sources import definition_of

__all__ = ['ask']

LIMIT_S = 2.0


def ask(
    node: Node, publisher: Publisher, type_name: TypeName, type_hash: str
) -> MessageDefinition | None:
    """
    Return what the publisher's node says; None where it does not know, or does not answer in time.

    :param node: asks; it is spun in another thread.
    """
    try:
        from type_description_interfaces.srv import GetTypeDescription
    except ImportError:
        return None  # as on Humble
    name = f'{publisher.namespace.rstrip("/")}/{publisher.node}/get_type_description'
    client = node.create_client(GetTypeDescription, name, callback_group=ReentrantCallbackGroup())
    try:
        if not client.wait_for_service(LIMIT_S):
            return None
        request = GetTypeDescription.Request(
            type_name=type_name, type_hash=type_hash, include_type_sources=True
        )
        answered = Event()
        future = client.call_async(request)
        future.add_done_callback(lambda _: answered.set())
        if not answered.wait(LIMIT_S) or not future.result().successful:
            return None
        return definition_of(
            [
                (source.type_name, source.encoding, source.raw_file_contents)
                for source in future.result().type_sources
            ]
        )
    finally:
        node.destroy_client(client)
